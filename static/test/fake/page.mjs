/** The page as the product's own template makes it, for development without the product. */

const PERSON = "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.8-3.7 3.7-5.5 7.5-5.5s6.7 1.8 7.5 5.5";
const LINKS = [
  ["Conversations", "M4 5h12v8H8.5L4 16.5zM10 16.5v1h6.5L20 20V9h-1"],
  ["Users", PERSON],
  ["Settings", "M4 7h16M4 17h16M8 4v6M15 14v6"],
];

export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'";

export function consolePage({ language, theme, me, conversation, graceSeconds }) {
  const direction = language === "fa" ? "rtl" : "ltr";
  const boot = {
    language,
    direction,
    words: language === "en" ? null : `/static/dist/words.${language}.json`,
    me,
    urls: { sign_in: "/sign-in", system: "/system", replies: "/replies", contacts: "/contacts", later: "/static/dist/console_later.js" },
    offer_sound: true,
    grace_seconds: graceSeconds,
    conversation,
  };
  const body = `<main id="console"></main>
    <script type="application/json" id="boot">${JSON.stringify(boot).replaceAll("<", "\\u003c")}</script>
    <script type="module" src="/static/dist/console.js"></script>`;
  return page({ language, direction, theme, css: "console", classes: "page-narrow page-console", body });
}

export function page({ language, direction, theme, css, classes, body }) {
  const rail = LINKS.map(
    ([name, path], place) =>
      `<li><a class="rail-link" href="#${place}" title="${name}"${place ? "" : ' aria-current="page"'}>
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${path}"/></svg><span>${name}</span></a></li>`,
  ).join("");
  return `<!doctype html>
<html lang="${language}" dir="${direction}"${theme ? ` data-theme="${theme}"` : ""}>
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
    <title>Conversations</title>
    <link rel="icon" href="/static/img/icon.svg">
    <link rel="stylesheet" href="/static/dist/${css}.css">
  </head>
  <body class="page ${classes}">
    <nav class="rail" aria-label="Main">
      <a class="rail-logo" href="/"><img src="/static/img/icon.svg" alt=""><span>OCC</span></a>
      <ul class="rail-links">${rail}</ul>
      <ul class="rail-foot"><li><a class="rail-link" href="#me" title="My profile">
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${PERSON}"/></svg><span>My profile</span></a></li></ul>
    </nav>
    ${body}
  </body>
</html>`;
}
