import type { Config } from "./config";
import { bubble, make } from "./make";
import { panel } from "./panel";
import { isPhone, languageOf } from "./place";
import { isShut } from "./standing";
import { style } from "./style";

/** Put one widget in the place of the links, which are hidden once it stands. */
export function upgrade(links: HTMLAnchorElement[], config: Config) {
  const [first] = links;
  if (!first) return;
  const lang = languageOf(first, config);
  const words = config.words[lang]!;
  const phone = isPhone(config);
  const [way, ...more] = config.ways;

  const host = document.createElement("occ-widget");
  host.role = "complementary";
  host.ariaLabel = words[0];
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style(config));
  root.adoptedStyleSheets = [sheet];

  const button = [bubble(), config.button || words[8]];
  if (phone && way && !more.length && !isShut(way)) {
    root.append(make("a", { className: "go up", lang, href: way.app }, ...button));
  } else {
    const shown = panel(config, words, lang, phone);
    // Older browsers know no popovers, and would show the panel for ever.
    if (!shown.showPopover) return;
    const opener = make("button", { className: "go up", lang, popoverTargetElement: shown }, ...button);
    opener.ariaHasPopup = "dialog";
    // Out of a shadow tree browsers do not give it back by themselves.
    shown.onbeforetoggle = ({ newState }) => {
      if (newState === "closed" && shown.matches(":focus-within")) opener.focus();
    };
    root.append(opener, shown);
  }
  document.body.append(host);
  for (const link of links) {
    link.style.setProperty("display", "none", "important");
    link.removeAttribute("data-occ");
  }
  if (config.open) root.querySelector<HTMLElement>("[popover]")?.showPopover();
}
