/** What a text being written will be billed as, told beside it at each key. */

import { count, holds, outside } from "./parts";
import { diff, plain } from "./plain_letters";

const PAUSE_MS = 120;

export function countAsTyped(field: HTMLTextAreaElement): void {
  const box = field.form?.querySelector<HTMLElement>("[data-counter]");
  const option = field.form?.elements.namedItem("plain_letters");
  if (!box || !(option instanceof HTMLInputElement)) return;
  const most = Number(field.dataset.mostParts);
  let timer = 0;
  const show = () => tell(box, field.value, option.checked, most);
  const soon = () => {
    clearTimeout(timer);
    timer = window.setTimeout(show, PAUSE_MS);
  };
  field.addEventListener("input", soon);
  option.addEventListener("change", show);
  box.hidden = false;
  show();
}

function tell(box: HTMLElement, written: string, isPlain: boolean, most: number): void {
  const easier = plain(written);
  const text = isPlain ? easier : written;
  const { encoding, units, parts } = count(text);
  const others = outside(text);
  const words = new Sentences(box);
  words.put("parts", { parts, units, room: holds(encoding, Math.max(parts, 1)) });
  const each = holds(encoding, parts > 1 ? 2 : 1) / (parts > 1 ? 2 : 1);
  const gsm = parts > 1 ? 153 : 160;
  words.put("because", { letters: [...others].slice(0, 8).join(" "), room: each, gsm }, !others);
  const over = units - holds(encoding, most);
  words.put("over", { parts, most, over }, parts <= most);
  const before = count(written).parts;
  const after = count(easier).parts;
  words.put("saves", { parts: after, before }, after >= before);
  const stay = [...outside(easier)].slice(0, 8).join(" ");
  words.put("left", { letters: stay }, !(isPlain && stay));
  showDiff(box.querySelector("[data-counter-diff]"), easier === written ? "" : written);
}

/** Sentences stand in the page, translated, with `%(name)s` in place of values. */
class Sentences {
  private readonly number = new Intl.NumberFormat(document.documentElement.lang);

  constructor(private readonly box: HTMLElement) {}

  put(name: string, values: Record<string, string | number>, hidden = false): void {
    const place = this.box.querySelector<HTMLElement>(`[data-counter-${name}]`);
    if (!place) return;
    place.hidden = hidden;
    place.textContent = (this.box.dataset[name] ?? "").replace(/%\((\w+)\)s/g, (_, key: string) => {
      const value = values[key] ?? "";
      return typeof value === "number" ? this.number.format(value) : value;
    });
  }
}

function showDiff(place: HTMLElement | null, text: string): void {
  if (!place) return;
  place.hidden = !text;
  place.replaceChildren(
    ...diff(text).flatMap(({ was, now }): (string | Node)[] =>
      was === now ? [was] : [element("del", was), element("ins", now)],
    ),
  );
}

function element(name: "del" | "ins", text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
