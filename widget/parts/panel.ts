import type { Brief, Config, More } from "./config";
import { make } from "./make";
import { askedFor } from "./place";
import { AWAY, ways } from "./ways";

/** From then on a visitor who waits is shown another way. */
const PATIENCE_MS = 2000;

/**
 * What the button opens. As a popover it lies above all else, closes by Escape and by a click
 * beside it, gives the focus back, and tells the button's state: the browser sees to it.
 */
export function panel(config: Config, [heading, button, close]: Brief, lang: string, phone: boolean) {
  const closer = make("button", { className: "x", ariaLabel: close }, "✕");
  const body = make("div", {});
  const shown = make(
    "div",
    { popover: "auto", role: "dialog", ariaLabel: heading, tabIndex: -1, autofocus: !config.open },
    make(
      "div",
      { lang, dir: lang === "fa" ? "rtl" : "ltr" },
      make("div", { className: "head" }, heading, closer),
      body,
    ),
  );
  closer.popoverTargetElement = shown;
  closer.popoverTargetAction = "hide";

  // The link page has the same, for a page whose policy lets us in once and no more.
  const lead = () =>
    body.replaceChildren(
      make("p", {}, make("a", { className: "go", href: config.at, ...AWAY }, button)),
    );
  let filled = "";
  shown.addEventListener("beforetoggle", ({ newState }) => {
    const wanted = config.more + askedFor(config, lang);
    // Once, and again where a website of one page shows another one by now.
    if (newState === "closed" || wanted === filled) return;
    filled = wanted;
    const patience = setTimeout(lead, PATIENCE_MS);
    // As a module it needs no more of the page's policy than the script itself does.
    import(wanted)
      .then(
        ({ default: more }: { default: More }) =>
          body.replaceChildren(...ways(more, button, lang, phone)),
        lead,
      )
      .finally(() => clearTimeout(patience));
  });
  return shown;
}
