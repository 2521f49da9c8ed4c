/** The shapes that the socket namespace `/agents` speaks. Times are ISO 8601, UTC, with Z. */

import type { Looker, Note, Priority, ServiceRules, TargetFigures } from "./beside";
import type { Details } from "./details";

export type { About, Agreed, AgreedNumber, Canned, Doing, Found, Looker, Note, Priority, ServiceRules } from "./beside";
export type { Details, Place, Quote, Referral } from "./details";

export type Value = string | number;

/** A sentence not yet in the reader's language: an English msgid and its values. */
export interface Words {
  text: string;
  values: Record<string, Value>;
}

export type Presence = "available" | "away" | "offline";
export type Role = "agent" | "supervisor" | "administrator";

export interface Named {
  key: string;
  name: string;
}

export interface Me extends Named {
  role: Role;
  presence: Presence;
  presence_reason: "missed_offers" | "supervisor" | null;
  /** Conversations in hand and offers together: an offer already holds its seat. */
  seats_taken: number;
  max_interactions: number;
  auto_accept: boolean;
  /** Whether the profile allows conversations at all. */
  takes_chats: boolean;
  /** Or Shift Enter does, and Enter begins a new line. */
  enter_sends: boolean;
  /** Whether notices of the system's own may show what a customer wrote. */
  notice_words: boolean;
}

export interface Contact extends Named {
  /** A phone number to read; null where WhatsApp hides it. */
  address: string | null;
  /** ISO 639, two letters; null where nobody knows. */
  language?: string | null;
  priority?: Priority;
}

/** A text for WhatsApp to approve, as the provider listed it last. */
export interface ListedTemplate {
  sid: string;
  name: string;
  language: string;
  body: string;
  /** Names of its variables, in order. */
  variables: string[];
  /** What might stand for them. */
  examples: Record<string, string>;
  category: string;
  approval: string;
  /** Why WhatsApp refused it, in its words. */
  reason: string;
}

export type State = "waiting" | "offered" | "active" | "parked" | "closed";

export interface LastWords {
  body: string;
  kind: Kind;
  /** Says in one line what a message other than text is. */
  line: Words | null;
  direction: Direction;
  at: string;
}

export interface Summary {
  key: string;
  number: number;
  service: Named;
  contact: Contact;
  channel: "whatsapp";
  /** The number of ours that answers leave from, as the carriers write it. */
  sender: string;
  state: State;
  agent: Named | null;
  interaction: string | null;
  offer: { offered_at: string; ends_at: string } | null;
  /** A queue is served by rank, then by how long one stands in it: what came back is first. */
  queue_rank: number;
  waiting_since: string | null;
  /** What its place in the queue is counted from: earlier where it is urgent. */
  stands_since: string | null;
  opened_at: string;
  accepted_at: string | null;
  closed_at: string | null;
  last: LastWords | null;
  unanswered_since: string | null;
  window_ends_at: string | null;
  /** How far its agent has read, by the messages' numbers; kept level on the agent's pages alone. */
  read_until: number | null;
  /** What the contact has written since, and the newest of it. */
  unread: number;
  heard: number | null;
  /** Texts of ours that did not arrive, as far as is known, by their keys. */
  failed: Record<string, Status>;
  tags: Named[];
  /** What it was closed with. */
  outcome: Named | null;
  /** From 1 to 5, as the customer answered. */
  rating: number | null;
  /** When a parked one comes back; null: when its customer writes. */
  parked_until: string | null;
  /** Of a closed one: until then its agent's seat stays taken. */
  wrap_ends_at: string | null;
  why: Words | null;
  /** How its agent got it; null for nobody's. */
  via: "queue" | "taken" | "handed_over" | "returned" | null;
}

/** What happened to a conversation between its messages. */
export interface Happening {
  key: string;
  /** `lost` and `left`: it came back to the queue, from an agent who lost the line or gave it back. */
  event:
    | "accepted" | "returned" | "parked" | "handed_over" | "declined" | "missed" | "sent_back"
    | "lost" | "left" | "forgotten" | "overflowed" | "closed" | "reopened" | "joined";
  at: string;
  /** Names; `to` is a colleague, a service, an outcome, or of what is parked a time. */
  by: string | null;
  to: string | null;
}

export type Direction = "in" | "out";

export type Kind =
  | "text"
  | "image"
  | "audio"
  | "video"
  | "document"
  | "sticker"
  | "contacts"
  | "location"
  | "button"
  | "interactive"
  | "unknown";

export type Status =
  | "received"
  | "waiting"
  | "sending"
  | "sent"
  | "delivered"
  | "read"
  | "failed"
  | "undelivered"
  | "unknown";

/** Someone on a contact card. */
export interface Card {
  name: string;
  company: string;
  phones: string[];
  emails: string[];
}

/** A file that came with a message; once it is ready it is had from `/media/<key>`. */
export interface Media {
  key: string;
  state: "waiting" | "ready" | "refused" | "failed" | "erased";
  shape: "image" | "audio" | "video" | "contacts" | "document";
  label: Words;
  name: string | null;
  /** In bytes; null until it is there. */
  size: number | null;
  /** Why it is not there, or what to know of it. */
  reason: Words | null;
  cards: Card[] | null;
}

export interface Message {
  key: string;
  /** Its place in the conversation. */
  number: number;
  direction: Direction;
  kind: Kind;
  body: string;
  /** Says in one line what a message other than text is. */
  line: Words | null;
  details: Details | null;
  media: Media[];
  at: string;
  /** When, where it came to us long after. */
  written_at: string | null;
  author: Named | null;
  client_id: string | null;
  status: Status;
  reason: Words | null;
  reason_code: string | number | null;
}

/** Why what waits in a service is not with an agent yet, by the service's key. */
export type WhyWaiting = Record<string, Words>;

/** Nothing leaves from this sender, null: from none, until an administrator has mended it. */
export interface Halt {
  sender: string | null;
  reason: Words;
}

/** What a page is told with every renewal, beside how far its streams reach. */
export interface Standing {
  waits: WhyWaiting;
  halts: Halt[];
  /** All that wait, of which a page is given no more rows than a couple of hundred. */
  queue: { length: number; oldest: string | null };
  targets?: TargetFigures[];
  /** Of long lists, where they were asked for: a page is given no more than their first. */
  rows?: Summary[];
}

/** What the server keeps of this user's typing, by place: model/places.ts. */
export type KeptDrafts = Record<string, { body: string; at: string }>;

/** A file that is about to be sent; it is had from `/uploads/<key>`. */
export interface Upload {
  key: string;
  shape: Media["shape"];
  label: Words;
  name: string | null;
  size: number;
}

export interface Snapshot extends Standing {
  drafts: KeptDrafts;
  /** What this user has attached, by conversation. */
  attached: Record<string, Upload[]>;
  me: Me;
  conversations: Summary[];
  heads: Heads;
  services: ServiceRules[];
  /** What conversations are closed with. */
  outcomes: Named[];
  /** All there are to choose from. */
  tags: Named[];
  server_time: string;
}

/** The last number given out in each stream. */
export type Heads = Record<string, number>;

interface Numbered {
  streams: Heads;
}

export type Push =
  | {
      name: "message_added";
      /** `sender` is our number, where a customer wrote. */
      payload: Numbered & { conversation: string; message: Message; sender?: string };
    }
  | { name: "message_changed"; payload: Numbered & { conversation: string; message: Message } }
  | { name: "conversation_changed"; payload: Numbered & { conversation: Summary; waits?: WhyWaiting } }
  | { name: "note_added"; payload: Numbered & { conversation: string; note: Note } }
  | { name: "lookers_changed"; payload: Numbered & { conversation: string; lookers: Looker[] } }
  /** Messages came to it from another conversation, which ended: whoever was there goes on here. */
  | { name: "thread_changed"; payload: Numbered & { conversation: string; joined: string } }
  | { name: "user_changed"; payload: Numbered & { user: Me } }
  /** Nothing to show: it only takes its number in the streams. */
  | { name: "passed"; payload: Numbered };

export interface Choice extends Named {
  free: number;
}
