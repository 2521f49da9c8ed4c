import type { Later } from "../desk/later";

const SOON = 2000; // ms, where the browser does not say when it is idle

/** Fetches the second bundle before anybody presses for it, and as soon as a lost line is back.
 *
 * `wanted`: something is to be done with it unasked; then it is asked for until it is here. */
export function fetchLater(later: Later, wanted: boolean): void {
  const fetch = () => void (wanted ? later.want() : later.fetch());
  if ("requestIdleCallback" in window) requestIdleCallback(fetch, { timeout: SOON });
  else setTimeout(fetch, SOON);
  window.addEventListener("online", fetch);
}
