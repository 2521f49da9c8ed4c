import { gettext, ngettext } from "../words";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "40 s", "2 min", "1 h 40 min", "3 days": short, for the end of a row. */
export function age(ms: number): string {
  const gone = Math.max(0, ms);
  if (gone < MINUTE) return gettext("%(n)s s", { n: Math.floor(gone / 1000) });
  if (gone < HOUR) return gettext("%(n)s min", { n: Math.floor(gone / MINUTE) });
  if (gone < DAY) return hours(gone);
  return ngettext("%(n)s day", "%(n)s days", Math.floor(gone / DAY));
}

function hours(ms: number): string {
  const h = Math.floor(ms / HOUR);
  const m = Math.floor((ms % HOUR) / MINUTE);
  return gettext("%(h)s h %(m)s min", { h, m });
}

/** For lists whose ages need no seconds: nothing flickers while it is young. */
export function calmAge(ms: number): string {
  return ms < MINUTE ? gettext("now") : age(ms);
}
