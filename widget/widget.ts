/**
 * Turns the snippet's plain link into the widget: a button, and behind it the way to WhatsApp.
 *
 * The server sends this wrapped in a function that is given the configuration, so that one request
 * brings all. Whatever fails, the link is left as it was, and the page does not notice.
 */

import type { Config } from "./parts/config";
import { isWelcome } from "./parts/place";
import { upgrade } from "./parts/upgrade";

declare const config: Config;

const start = () => {
  try {
    const links = document.querySelectorAll<HTMLAnchorElement>("a[data-occ]");
    const ours = [...links].filter((link) => link.href.split("?")[0] === config.at);
    if (isWelcome(config)) upgrade(ours, config);
  } catch {
    // A browser without popovers or constructed sheets: the link works there.
  }
};

if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
else start();
