import type { Config, Way, Words } from "./config";
import { make } from "./make";
import { standing } from "./standing";

/**
 * What the button opens. As a popover it lies above all else, closes by Escape and by a click
 * beside it, gives the focus back, and tells the button's state: the browser sees to it.
 */
export function panel(config: Config, words: Words, lang: string, phone: boolean) {
  const { ways, other, open } = config;
  const [heading, choose, , , , close, , nobody] = words;
  const closer = make("button", { className: "x", ariaLabel: close }, "✕");
  const inner = make("div", { lang, dir: lang === "fa" ? "rtl" : "ltr" });
  const shown = make(
    "div",
    { popover: "auto", role: "dialog", ariaLabel: heading, tabIndex: -1, autofocus: !open },
    inner,
  );
  closer.popoverTargetElement = shown;
  closer.popoverTargetAction = "hide";
  inner.append(make("div", { className: "head" }, heading, closer));

  if (!ways.length) inner.append(make("p", {}, nobody), make("p", { dir: "auto" }, other));
  else if (ways.length === 1) inner.append(...content(ways[0]!, words, lang, phone));
  else {
    inner.append(make("p", {}, choose));
    for (const way of ways) {
      inner.append(
        phone
          ? make(
              "div",
              {},
              make("p", {}, make("a", { className: "go", dir: "auto", href: way.app }, way.name)),
              ...standing(way, words, lang),
            )
          : make(
              "details",
              { name: "way" },
              make("summary", {}, make("bdi", {}, way.name)),
              ...content(way, words, lang, phone),
            ),
      );
    }
  }
  return shown;
}

/** The code is fetched when it comes into sight, and not before. */
function content(way: Way, words: Words, lang: string, phone: boolean): HTMLElement[] {
  const { number, qr, size, app, web } = way;
  const stands = standing(way, words, lang);
  if (phone) return [...stands, make("p", {}, make("a", { className: "go", href: app }, words[8]))];
  const [, , scan, onTheWeb, inTheApp, , code] = words;
  const alt = code.replace("%(number)s", number);
  const away = { target: "_blank", rel: "noopener noreferrer" };
  const image = make("img", { loading: "lazy", width: size, height: size, alt, src: qr });
  const hint = make("p", {}, scan);
  // A page's policy may forbid pictures: then there is nothing to scan, and the rest leads on.
  image.onerror = () => [image, hint].forEach((each) => each.remove());
  return [
    ...stands,
    make(
      "div",
      { className: "way" },
      image,
      hint,
      make("a", { className: "go", href: web, ...away }, onTheWeb),
      make("a", { href: app, ...away }, inTheApp),
      make("bdi", { dir: "ltr" }, number),
    ),
  ];
}
