/** Where the focus goes: small steps through the page, by names that the markup carries. */

export function moveInList(step: 1 | -1): boolean {
  const links = [...document.querySelectorAll<HTMLElement>(".rows .row-link")];
  const held = links.findIndex((link) => link === document.activeElement);
  const open = links.findIndex((link) => link.getAttribute("aria-current") === "true");
  const from = held >= 0 ? held + step : open >= 0 ? open : 0;
  links[Math.min(Math.max(from, 0), links.length - 1)]?.focus();
  return links.length > 0;
}

export function focusComposer(): boolean {
  const composer = document.getElementById("composer");
  composer?.focus();
  return composer !== null;
}

/** Drawn already, or in a moment. */
export function focusPanel(): void {
  setTimeout(() => document.getElementById("panel")?.focus());
}

/** To a page that the rail offers; what a role may not use is not there. */
export function followRail(path: string): boolean {
  const link = document.querySelector<HTMLElement>(`.rail a.rail-link[href^="${path}"]`);
  link?.click();
  return link !== null;
}

/** From the composer to the thread, from the thread to the list; nothing is cleared. */
export function stepBack(): boolean {
  const held = document.activeElement;
  if (held?.closest(".foot")) {
    document.querySelector<HTMLElement>(".thread-scroll")?.focus();
    return true;
  }
  if (!held?.closest(".thread-pane, .panel")) return false;
  const open = document.querySelector<HTMLElement>(".row-link[aria-current]");
  (open ?? document.getElementById("list"))?.focus();
  return true;
}
