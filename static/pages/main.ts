/** What pages made by the server can do better where there is script; all of them work without. */

import { forgetKept } from "../console/model/drafts";
import { DeviceStore } from "../console/model/storage";
import { letCopy } from "./copy";
import { countAsTyped } from "./counter";
import { follow } from "./follow";
import { previewAsTyped } from "./preview";

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copy]")) letCopy(button);
for (const form of document.querySelectorAll<HTMLFormElement>("[data-preview]")) {
  previewAsTyped(form);
}
if (document.querySelector("[data-signed-out]")) forgetKept(new DeviceStore());
for (const field of document.querySelectorAll<HTMLTextAreaElement>("[data-count]")) {
  countAsTyped(field);
}
for (const part of document.querySelectorAll<HTMLElement>("[data-follow]")) follow(part);
