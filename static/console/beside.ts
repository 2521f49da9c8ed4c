/** The shapes of what stands beside the messages: notes, canned replies, people, rules. */

import type { Contact, Named, Referral, Summary } from "./protocol";

/** What a colleague noted in a conversation; the customer never sees it. */
export interface Note {
  key: string;
  body: string;
  at: string;
  author: Named;
  client_id: string;
}

/** A canned reply as it reads in the conversation it was asked for. */
export interface Canned {
  key: string;
  shortcut: string;
  /** A variable that nothing is known for still stands in it. */
  body: string;
  own: boolean;
}

/** Before whom a contact is served: a head start in the queue, so that nobody waits for ever. */
export type Priority = "low" | "normal" | "high";

/** How a service with a target does, of the last hour: `percent` are to have an answer in `seconds`. */
export interface TargetFigures extends Named {
  percent: number;
  seconds: number;
  of: number;
  in_time: number;
  missed: boolean;
}

/** What a service says of the work in it. */
export interface ServiceRules extends Named {
  agents_take: boolean;
  asks_outcome: boolean;
  /** Minutes; 0: never. */
  forgotten_after: number;
  alert_after: number;
}

/** What was last said of a channel, of a number. */
export type Agreed = "yes" | "no" | "never";

/** A number of a contact's, to read. */
export interface AgreedNumber {
  phone: string;
  country: string | null;
  sms: Agreed;
  whatsapp: Agreed;
  do_not_write: boolean;
}

/** What is known of the person one talks to. */
export interface About {
  /** Whether what they write is offered to nobody, or somebody asks for that. */
  block: "asked" | "blocked" | null;
  key: string;
  company: string | null;
  numbers: AgreedNumber[];
  came_from: Referral | null;
  /** Their other conversations, over the services one may see; the newest first. */
  earlier: Summary[];
}

export interface Found {
  contacts: Contact[];
  conversations: { row: Summary; excerpt: string }[];
}

/** Somebody who has the same conversation on a screen. */
export interface Looker extends Named {
  doing: Doing;
}

/** `noting`: writing a note to colleagues. */
export type Doing = "reading" | "noting" | "writing";
