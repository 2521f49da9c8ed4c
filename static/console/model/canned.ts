import type { Canned } from "../protocol";
import { plain } from "./plain_words";

/** Those of the server that a text may still carry where nothing was known for them. */
const VARIABLE = /\{(first_name|name|agent|service|number)\}/;

/** What is looked for in a field that holds nothing but "/words"; null where it holds a text. */
export function soughtIn(body: string): string | null {
  return /^\/\S*$/.test(body) ? plain(body.slice(1)) : null;
}

/** Shortcuts that begin with it stand first, then those that hold it, then texts that do. */
export function matching(replies: Canned[], sought: string): Canned[] {
  const rank = ({ shortcut, body }: Canned) => {
    const place = plain(shortcut).indexOf(sought);
    if (place >= 0) return Math.min(place, 1);
    return plain(body).includes(sought) ? 2 : 3;
  };
  return [0, 1, 2].flatMap((wanted) => replies.filter((one) => rank(one) === wanted));
}

/** The first variable that still stands in a text, as it stands there. */
export function unfilledIn(body: string): string | null {
  return VARIABLE.exec(body)?.[0] ?? null;
}
