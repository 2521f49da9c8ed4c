/** A button that copies the text of the element it names, and says so beside it. */
export function letCopy(button: HTMLButtonElement): void {
  const source = document.getElementById(button.dataset.copy ?? "");
  const said = button.parentElement?.querySelector("[role=status]");
  if (!source) return;
  button.hidden = false;
  button.addEventListener("click", () => void copy(source, said, button.dataset.copied ?? ""));
}

async function copy(source: HTMLElement, said: Element | null | undefined, words: string) {
  try {
    await navigator.clipboard.writeText(source.textContent ?? "");
    if (said) said.textContent = words;
  } catch {
    // Not over plain http: the text is selected, and Ctrl C is left to the person.
    getSelection()?.selectAllChildren(source);
  }
}
