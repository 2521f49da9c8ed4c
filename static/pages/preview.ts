const PAUSE_MS = 300;

/** Shows in a form's frame what stands in another form, saved or not, at each pause in typing. */
export function previewAsTyped(chosen: HTMLFormElement): void {
  const typed = document.getElementById(chosen.dataset.preview ?? "");
  const frame = document.querySelector<HTMLIFrameElement>(`iframe[name="${chosen.target}"]`);
  if (!(typed instanceof HTMLFormElement) || !frame) return;
  let timer = 0;
  const show = () => {
    frame.src = `${chosen.action}?${fieldsOf(typed, chosen)}`;
  };
  const soon = () => {
    clearTimeout(timer);
    timer = window.setTimeout(show, PAUSE_MS);
  };
  frame.addEventListener("load", () => say(frame));
  say(frame);
  typed.addEventListener("input", soon);
  chosen.addEventListener("input", soon);
  for (const button of chosen.querySelectorAll("button")) button.hidden = true;
}

/** What the page in the frame says of the colours stands outside, where no panel lies over it. */
function say(frame: HTMLIFrameElement): void {
  const said = frame.contentDocument?.querySelector("[data-said]");
  const place = frame.parentElement?.querySelector(".preview-said");
  if (said && place) place.replaceChildren(said);
}

/** The token of a form proves who sends it, and belongs into no address. */
function fieldsOf(...forms: HTMLFormElement[]): URLSearchParams {
  const fields = new URLSearchParams();
  for (const form of forms) {
    for (const [name, value] of new FormData(form)) {
      if (name !== "csrf_token" && typeof value === "string") fields.append(name, value);
    }
  }
  return fields;
}
