/** What the console may ask the server: the question's name, its payload, its answer. */

import type { Assignment } from "./assignment";
import type { About, AgreedNumber, Canned, Choice, Doing, Found, Happening, Heads, ListedTemplate, Looker, Me, Message, Named, Note, Place, Presence, Priority, Push, Snapshot, Standing, Summary, Words } from "./protocol";

type Row = { conversation: Summary };
type Letter = { client_id: string; template: string; variables: Record<string, string> };

export interface Questions {
  snapshot: [ask: Record<string, never>, answer: Snapshot];
  renew: [ask: { more?: true }, answer: Standing & { heads: Heads; server_time: string }];
  catch_up: [
    ask: { cursors: Heads },
    answer: { events: Push[]; heads: Heads; snapshot?: undefined } | { snapshot: Snapshot },
  ];
  open: [
    ask: { conversation: string; before?: number },
    answer: Row & { messages: Message[]; more: boolean; happenings: Happening[]; notes: Note[] },
  ];
  accept: [ask: { interaction: string }, answer: Row];
  shown: [ask: { interaction: string }, answer: Record<string, never>];
  decline: [ask: { interaction: string }, answer: Row];
  take: [ask: { conversation: string }, answer: Row];
  close: [ask: { conversation: string; outcome?: string }, answer: Row];
  park: [ask: { conversation: string; until?: string }, answer: Row];
  take_back: [ask: { conversation: string }, answer: Row];
  undo_parking: [ask: { conversation: string }, answer: Row];
  finish_wrap_up: [ask: { interaction: string }, answer: Row];
  reopen: [ask: { conversation: string }, answer: Row];
  draft: [ask: { conversation: string; body: string; note?: true }, answer: Record<string, never>];
  read: [ask: { conversation: string; number: number }, answer: Record<string, never>];
  unread: [ask: { conversation: string }, answer: Row];
  find: [
    ask: { conversation: string; text: string; before?: number },
    answer: { found: { key: string; number: number }[]; next: number | null },
  ];
  hand_over: [ask: { conversation: string; service?: string; user?: string; note?: string }, answer: Row];
  why: [ask: { conversation: string }, answer: { assignments: Assignment[] }];
  take_over: [ask: { conversation: string }, answer: Row];
  hand_over_choices: [
    ask: { conversation: string },
    answer: { services: Choice[]; users: Choice[] },
  ];
  reply: [
    ask: { conversation: string; client_id: string; body: string; files: string[]; place?: Place },
    answer: { messages: Message[] },
  ];
  writing: [ask: { conversation: string }, answer: Record<string, never>];
  detach: [ask: { file: string }, answer: Record<string, never>];
  replies: [ask: { conversation: string }, answer: { replies: Canned[] }];
  templates: [
    ask: Record<string, never>,
    answer: { templates: ListedTemplate[]; listed_at: string | null; services: Named[] },
  ];
  send_template: [ask: Letter & { conversation: string }, answer: { messages: Message[] }];
  write_again: [ask: Letter & { conversation: string }, answer: Row];
  write_to: [ask: Letter & { contact: string; service: string }, answer: Row];
  first_words: [
    ask: { contact: string },
    answer: { numbers: AgreedNumber[]; why_not_sms: Words | null; most_parts: number },
  ];
  write_sms: [
    ask: { contact: string; phone: string; client_id: string; body: string },
    answer: { parts: number },
  ];
  contact: [ask: { conversation: string }, answer: { contact: About }];
  set_priority: [ask: { conversation: string; priority: Priority }, answer: Row];
  look: [ask: { conversation: string; doing: Doing }, answer: { lookers: Looker[] }];
  look_away: [ask: Record<string, never>, answer: Record<string, never>];
  search: [ask: { text: string }, answer: Found];
  note: [ask: { conversation: string; client_id: string; body: string }, answer: { note: Note }];
  tag: [ask: { conversation: string; tag: string }, answer: Row];
  untag: [ask: { conversation: string; tag: string }, answer: Row];
  retry: [ask: { message: string }, answer: { message: Message }];
  look_again: [ask: { message: string }, answer: { message: Message }];
  fetch_again: [ask: { file: string }, answer: { message: Message }];
  set_presence: [ask: { presence: Presence; keep?: boolean }, answer: { me: Me }];
  closed: [
    ask: { after?: string; tag?: string },
    answer: { conversations: Summary[]; next: string | null },
  ];
}

export type Question = keyof Questions;
export type Asked<Q extends Question> = Questions[Q][0];
export type Answered<Q extends Question> = Questions[Q][1];

/** The server said no; `message` is its sentence, in the reader's language. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    sentence: string,
  ) {
    super(sentence);
  }
}

/** Nobody knows whether the server heard it: the line was lost or no answer came. */
export class Unanswered extends Error {}

export type Ask = <Q extends Question>(name: Q, payload: Asked<Q>) => Promise<Answered<Q>>;
