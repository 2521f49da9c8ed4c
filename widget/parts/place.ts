/** Where the script finds itself: on whose page, in which language, in whose hand. */

import type { Config } from "./config";

/** A courtesy, no lock: the link leads to us from everywhere. Our own preview is always welcome. */
export const isWelcome = ({ at, origins }: Config) =>
  !origins.length || [...origins, new URL(at).origin].includes(location.origin);

/** The link's own `data-lang`, the page's language, the visitor's. */
export const languageOf = (link: HTMLElement, { words, otherwise }: Config) =>
  [
    link.dataset.lang,
    link.closest<HTMLElement>("[lang]")?.lang,
    ...navigator.languages,
  ]
    .map((tag = "") => tag.toLowerCase().split("-")[0]!)
    .find((tag) => tag in words) ?? otherwise;

/** In the hand the app is one tap away; a QR code there could be scanned by nobody. */
export const isPhone = ({ phone }: Config) =>
  phone ?? (matchMedia("(pointer:coarse)").matches || /Android|iPhone/.test(navigator.userAgent));

/** Of the page no more than its first words tell: nothing of what stands after `?` or `#`. */
export const askedFor = ({ tells }: Config, lang: string) =>
  new URLSearchParams({
    lang,
    ...(tells && {
      page: location.origin + location.pathname,
      title: document.title.slice(0, 200),
    }),
  });
