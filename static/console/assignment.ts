import type { Words } from "./protocol";

/** To whom a conversation was offered, and who was passed over for it: for who oversees. */
export interface Assignment {
  key: string;
  agent: string;
  at: string;
  why: Words | null;
  passed: { key: string; name: string; why: Words }[];
  /** There were others, too many to keep. */
  more: boolean;
}
