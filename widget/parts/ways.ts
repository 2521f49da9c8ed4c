import type { More, Way, Words } from "./config";
import { make } from "./make";
import { standing } from "./standing";

export const AWAY = { target: "_blank", rel: "noopener noreferrer" };

/** What stands in the open panel: each service's way, or what there is instead. */
export function ways({ ways: all, words, other }: More, button: string, lang: string, phone: boolean) {
  const [choose, , , , , nobody] = words;
  const [first, ...more] = all;
  if (!first) return [make("p", {}, nobody), make("p", { dir: "auto" }, other)];
  if (!more.length) return content(first, words, button, lang, phone);
  return [
    make("p", {}, choose),
    ...all.map((way) =>
      phone
        ? make("div", {}, tap(way, way.name), ...standing(way, words, lang))
        : make(
            "details",
            { name: "way" },
            make("summary", {}, make("bdi", {}, way.name)),
            ...content(way, words, button, lang, phone),
          ),
    ),
  ];
}

const tap = ({ app }: Way, text: string) =>
  make("p", {}, make("a", { className: "go", dir: "auto", href: app }, text));

/** The code is fetched when it comes into sight, and not before. */
function content(way: Way, words: Words, button: string, lang: string, phone: boolean) {
  const { number, qr, size, app, web } = way;
  const stands = standing(way, words, lang);
  if (phone) return [...stands, tap(way, button)];
  const [, scan, onTheWeb, inTheApp, code] = words;
  const alt = code.replace("%(number)s", number);
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
      make("a", { className: "go", href: web, ...AWAY }, onTheWeb),
      make("a", { href: app, ...AWAY }, inTheApp),
      make("bdi", { dir: "ltr" }, number),
    ),
  ];
}
