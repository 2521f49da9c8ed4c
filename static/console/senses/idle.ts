import type { Later } from "../desk/later";

const SOON = 2000; // ms, where the browser does not say when it is idle

/** Fetches the second bundle before anybody wants it, and as soon as a lost line is back. */
export function fetchLater(later: Later): void {
  const fetch = () => void later.fetch();
  if ("requestIdleCallback" in window) requestIdleCallback(fetch, { timeout: SOON });
  else setTimeout(fetch, SOON);
  window.addEventListener("online", fetch);
}
