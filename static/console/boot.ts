/** What the page that carries the console tells it before the first byte of socket. */

import type { Me } from "./protocol";

export interface Boot {
  language: string;
  direction: "ltr" | "rtl";
  /** Address of the reader's catalog; null for English, whose msgids are its words. */
  words: string | null;
  me: Me;
  urls: { sign_in: string; system: string; replies: string };
  offer_sound?: boolean;
  /** Single letters as shortcuts outside text fields; on unless the profile says no. */
  single_keys?: boolean;
  /** How long conversations stay with an agent whose line is lost. */
  grace_seconds?: number;
  conversation: string | null;
}

export function readBoot(page: Document): Boot {
  const text = page.getElementById("boot")?.textContent;
  if (!text) throw new Error("The page has no boot block.");
  return JSON.parse(text) as Boot;
}
