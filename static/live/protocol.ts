/** The shapes that the socket namespace `/live` speaks. Times are ISO 8601, UTC, with Z. */

import type { Assignment } from "../console/assignment";
import type { TargetFigures } from "../console/beside";
import type { Contact, Named, Presence, Priority, Words } from "../console/protocol";

export interface Service extends Named {
  /** Where numbers of no service end: nobody is offered what waits there. */
  unassigned: boolean;
  waiting: number;
  oldest: string | null;
  /** In somebody's hands, offers among them. */
  open: number;
  parked: number;
  /** Agents who could be offered something, were a seat free. */
  available: number;
  free: number;
  why: Words | null;
  is_open: boolean;
  /** When it shuts, or opens again; null where it has no hours, or no opening follows. */
  until: string | null;
}

export interface Talk {
  key: string;
  service: Named;
  contact: Contact;
}

export interface Held extends Talk {
  state: "offered" | "active";
  unanswered_since: string | null;
}

export interface Waiter extends Talk {
  since: string;
  /** Below zero: a supervisor put it first. */
  rank: number;
  priority: Priority;
}

/** One that is parked. */
export interface Aside extends Talk {
  /** The name of whom it comes back to. */
  agent: string | null;
  /** When; null: when its customer writes. */
  until: string | null;
}

export interface Agent extends Named {
  presence: Presence;
  /** Since when; null where it was never changed. */
  since: string | null;
  /** Whether a console of theirs is open. */
  reached: boolean;
  /** Whether the profile allows conversations. */
  takes: boolean;
  taken: number;
  offered: number;
  limit: number;
  unanswered_since: string | null;
  conversations: Held[];
}

export interface Needing {
  /** Whom an agent asks to block. */
  blocks: Named[];
  windows: { key: string; contact: Contact; agent: string | null; ends_at: string }[];
  failed: { key: string; contact: Contact; count: number }[];
}

export interface Board {
  services: Service[];
  agents: Agent[];
  waiting: Waiter[];
  open: number;
  /** The first of them as rows; the counts are of all. */
  parked: { count: number; by_agent: (Named & { count: number })[]; rows: Aside[] };
  needing: Needing;
  /** Of the last hour: how many were due an answer, and how many had it in time. */
  answered: { of: number; in_time: number };
  /** Offers that nobody answered in the last hour, by service. */
  missed: Record<string, number>;
  /** What customers answered in the last day, from 1 to 5, by service. */
  ratings: Record<string, { count: number; average: number }>;
  /** Of services that have a target of their own. */
  targets: TargetFigures[];
  /** Seconds within which a customer is to have an answer. */
  target: number;
}

export interface Questions {
  figures: [
    ask: { version: string },
    answer: { version: string; as_of: string; server_time: string; board?: Board },
  ];
  why: [ask: { conversation: string }, answer: { assignments: Assignment[] }];
  /** `shown`: who has it on this screen: an agent's key, "queue" or "aside". */
  assign: [ask: { conversation: string; user: string; shown: string }, answer: object];
  assign_over: [ask: { conversation: string; user: string; shown: string }, answer: object];
  send_back: [ask: { conversation: string; shown: string }, answer: object];
  put_forward: [ask: { conversation: string; first: boolean }, answer: object];
  set_limit: [ask: { user: string; limit: number }, answer: object];
  set_presence: [ask: { user: string; presence: Presence; keep: boolean }, answer: object];
}

export type Question = keyof Questions;
export type Act = Exclude<Question, "figures" | "why">;
export type Ask = <Q extends Question>(
  name: Q,
  payload: Questions[Q][0],
) => Promise<Questions[Q][1]>;
