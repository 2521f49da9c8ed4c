import type { Standing, Way, Words } from "./config";
import { make } from "./make";

const DAYS = 864e5;

/** A page may stand open, or be kept, until after the opening. */
export const isShut = ({ shut, opens }: Standing) => shut && (!opens || opens * 1e3 > Date.now());

/** Whether it is closed, and until when by the visitor's clock; or how long an answer takes. */
export function standing(way: Way, words: Words, lang: string): HTMLElement[] {
  const [, , , , , , closed, opens, anyway, wait] = words;
  const { opens: at } = way;
  if (!isShut(way)) {
    const minutes = new Intl.NumberFormat(lang).format(way.wait);
    return way.wait && !way.shut ? [make("p", {}, wait.replace("%(n)s", minutes))] : [];
  }
  const far = at * 1e3 - Date.now() > 6 * DAYS;
  const when = new Intl.DateTimeFormat(lang, {
    weekday: "long",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    ...(far && { day: "numeric", month: "long" }),
  });
  const said = at ? opens.replace("%(when)s", when.format(at * 1e3)) : "";
  return [make("p", {}, make("b", {}, closed), ` ${said} ${anyway}`)];
}
