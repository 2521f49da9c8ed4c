import type { Words } from "./protocol";

/** To whom a conversation was offered, and who was passed over for it: for who oversees. */
export interface Assignment {
  key: string;
  agent: string;
  at: string;
  why: Words | null;
  /** Why it was the conversation's turn, where it did not just come in its turn. */
  notes: Words[];
  passed: { key: string; name: string; why: Words }[];
  /** There were others, too many to keep. */
  more: boolean;
}
