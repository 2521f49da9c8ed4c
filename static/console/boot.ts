/** What the page that carries the console tells it before the first byte of socket. */

import type { Contact, Me } from "./protocol";

export interface Boot {
  language: string;
  direction: "ltr" | "rtl";
  /** Address of the reader's catalog; null for English, whose msgids are its words. */
  words: string | null;
  me: Me;
  /** `templates` where the reader may refresh them. */
  urls: {
    sign_in: string;
    system: string;
    replies: string;
    contacts: string;
    templates?: string | null;
    /** The second bundle. */
    later: string;
  };
  offer_sound?: boolean;
  /** Single letters as shortcuts outside text fields; on unless the profile says no. */
  single_keys?: boolean;
  /** How long conversations stay with an agent whose line is lost. */
  grace_seconds?: number;
  conversation: string | null;
  /** What may be attached: types and endings, bytes by shape, and why nothing may be. */
  files: { accept: string[]; most: Record<string, number>; why_not: string | null };
  /** Whom the page was opened to write to first. */
  write_to?: Contact | null;
}

export function readBoot(page: Document): Boot {
  const text = page.getElementById("boot")?.textContent;
  if (!text) throw new Error("The page has no boot block.");
  return JSON.parse(text) as Boot;
}
