/** What pages made by the server can do better where there is script; all of them work without. */

import { letCopy } from "./copy";
import { follow } from "./follow";
import { previewAsTyped } from "./preview";

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copy]")) letCopy(button);
for (const form of document.querySelectorAll<HTMLFormElement>("[data-preview]")) {
  previewAsTyped(form);
}
for (const part of document.querySelectorAll<HTMLElement>("[data-follow]")) follow(part);
