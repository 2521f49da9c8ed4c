import type { Desk } from "../desk/desk";
import { number } from "../format";
import { gettext } from "../words";

/** Says in the browser's tab what waits behind it. */
export function titleOf(offer: string | null, unread: number): string {
  if (offer !== null) return gettext("Offer: %(service)s", { service: offer });
  const name = gettext("Conversations");
  return unread ? `(${number(unread)}) ${name}` : name;
}

export function keepTitle(desk: Desk): void {
  const icon = document.querySelector<HTMLLinkElement>("link[rel=icon]");
  const plain = icon?.href ?? "";
  const withDot = plain && new URL("icon-dot.svg", plain).href;
  const show = () => {
    const offer = desk.conversations.offers()[0];
    const mine = desk.conversations.mine();
    const unread = mine.reduce((sum, row) => sum + row.unread, 0);
    document.title = titleOf(offer?.service.name ?? null, unread);
    if (icon) icon.href = offer || unread ? withDot : plain;
  };
  desk.conversations.subscribe(show);
  show();
}
