/** The page as the product's own template makes it, for development without the product. */

const LINKS = [
  ["conversations", "Conversations"],
  ["services", "Services"],
  ["users", "Users"],
  ["settings", "Settings"],
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
    urls: { sign_in: "/sign-in" },
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
    ([icon, name], place) =>
      `<li><a class="rail-link" href="#${icon}" title="${name}"${place ? "" : ' aria-current="page"'}>
        <svg class="icon" aria-hidden="true"><use href="/static/img/icons.svg#${icon}"/></svg><span>${name}</span></a></li>`,
  ).join("");
  return `<!doctype html>
<html lang="${language}" dir="${direction}"${theme ? ` data-theme="${theme}"` : ""}>
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
    <title>Conversations</title>
    <link rel="icon" href="/static/img/favicon.svg">
    <link rel="stylesheet" href="/static/dist/${css}.css">
  </head>
  <body class="page ${classes}">
    <nav class="rail" aria-label="Main">
      <a class="rail-logo" href="/"><img src="/static/img/logo.svg" alt=""><span>OCC</span></a>
      <ul class="rail-links">${rail}</ul>
      <ul class="rail-foot"><li><a class="rail-link" href="#me" title="My profile">
        <svg class="icon" aria-hidden="true"><use href="/static/img/icons.svg#profile"/></svg><span>My profile</span></a></li></ul>
    </nav>
    ${body}
  </body>
</html>`;
}
