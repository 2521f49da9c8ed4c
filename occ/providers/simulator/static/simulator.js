// Sends the page's forms without leaving it, and shows what is new once a second.
"use strict";

const NEWS_MS = 1000;
const problem = document.querySelector(".problem");

const shown = new Map();

/** Put the server's rendering of each live part in place of ours, where it differs. */
function show(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    const next = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
    const kept = part.querySelector("[data-keep]");
    if (!next || next.isEqualNode(shown.get(part))) continue;
    if (kept?.contains(document.activeElement)) continue;
    const open = kept?.open ?? false;
    const pressed = part.contains(document.activeElement) ? document.activeElement.value : null;
    part.replaceChildren(...document.importNode(next, true).childNodes);
    shown.set(part, next);
    for (const details of part.querySelectorAll("[data-keep]")) details.open = open;
    if (pressed) part.querySelector(`button[value="${CSS.escape(pressed)}"]`)?.focus();
    if (part.matches(".thread")) settle(part);
  }
}

/** The newest in sight, and times as the clock of this machine has them. */
function settle(thread) {
  for (const time of thread.querySelectorAll("time")) {
    time.textContent = new Date(time.dateTime).toLocaleTimeString([], { timeStyle: "short" });
  }
  thread.scrollTop = thread.scrollHeight;
}

async function ask(address, options) {
  try {
    const answer = await fetch(address, options);
    const text = await answer.text();
    if (answer.ok) show(text);
    else problem.textContent = new DOMParser().parseFromString(text, "text/html").body.innerText;
    problem.hidden = answer.ok;
  } catch {
    problem.textContent = "The simulator does not answer.";
    problem.hidden = false;
  }
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.method !== "post" || form.matches("[data-keep] form")) return;
  event.preventDefault();
  const content = new URLSearchParams(new FormData(form, event.submitter));
  if (form.matches("[data-clear]")) {
    form.elements.body.value = "";
    form.elements.kind.selectedIndex = 0;
    form.elements.body.focus();
  }
  await ask(form.action, { method: "POST", body: content });
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.submit();
});

async function look() {
  if (!document.hidden) await ask(location.href);
  setTimeout(look, NEWS_MS);
}

settle(document.querySelector(".thread"));
setTimeout(look, NEWS_MS);
