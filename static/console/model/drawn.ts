import type { Message } from "../protocol";

export const MOST = 400; // messages drawn at once
export const PAGE = 50;

/** The part of a thread that is drawn: at most 400 messages up to `end`, null being the newest. */
export interface Drawn {
  shown: Message[];
  /** Loaded messages that stand above and below what is drawn. */
  above: number;
  below: number;
}

export function drawn(messages: Message[], end: number | null): Drawn {
  const until = placeAfter(messages, end);
  const from = Math.max(0, until - MOST);
  return {
    shown: messages.slice(from, until),
    above: from,
    below: messages.length - until,
  };
}

/** A page further up; the newest ones leave the page as the oldest come. */
export function older(messages: Message[], end: number | null): number | null {
  const { above } = drawn(messages, end);
  return endAt(messages, placeAfter(messages, end) - Math.min(PAGE, above));
}

/** The oldest that are loaded. */
export function oldest(messages: Message[]): number | null {
  return endAt(messages, MOST);
}

/** With this message in the middle. */
export function around(messages: Message[], number: number): number | null {
  return endAt(messages, placeAfter(messages, number) + MOST / 2);
}

export function newer(messages: Message[], end: number | null): number | null {
  return endAt(messages, placeAfter(messages, end) + PAGE);
}

function placeAfter(messages: Message[], end: number | null): number {
  const place = end === null ? -1 : messages.findIndex((message) => message.number > end);
  return place < 0 ? messages.length : place;
}

function endAt(messages: Message[], until: number): number | null {
  return until >= messages.length ? null : (messages[until - 1]?.number ?? null);
}
