import type { Config } from "./config";
import { bubble, make } from "./make";
import { panel } from "./panel";
import { askedFor, isPhone, languageOf } from "./place";
import { isShut } from "./standing";
import { style } from "./style";

/** Put one widget in the place of the links, which are hidden once it stands. */
export function upgrade(links: HTMLAnchorElement[], config: Config) {
  const [first] = links;
  if (!first) return;
  const lang = languageOf(first, config);
  const words = config.words[lang]!;
  const phone = isPhone(config);
  const { at, only } = config;

  const host = document.createElement("occ-widget");
  host.role = "complementary";
  host.ariaLabel = words[0];
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style(config));
  root.adoptedStyleSheets = [sheet];

  const button = [bubble(), config.button || words[1]];
  if (phone && only && !isShut(only)) {
    const link = make("a", { className: "go up", lang, href: only.app }, ...button);
    // Over us, who know what the first words tell of the page, and send on to the same.
    if (config.tells) {
      link.referrerPolicy = "origin";
      link.onclick = () => (link.href = `${at}/app?${askedFor(config, lang)}`);
    }
    root.append(link);
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
