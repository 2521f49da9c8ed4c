import type { Store } from "../console/model/storage";
import type { Message, Summary, Upload } from "../console/protocol";

export const NOON = "2026-11-22T12:00:00Z";
export const ANNA = { key: "usr_anna", name: "Anna" };
export const PIOTR = { key: "usr_piotr", name: "Piotr" };

let last = 0;

export function aRow(change: Partial<Summary> = {}): Summary {
  last += 1;
  return {
    key: `cnv_${last}`,
    number: last,
    service: { key: "svc_sales", name: "Sales" },
    contact: { key: "ctc_1", name: "Marta Kowalska", address: "+48 500 100 200" },
    channel: "whatsapp",
    sender: "whatsapp:+390612345678",
    state: "active",
    agent: ANNA,
    interaction: `int_${last}`,
    offer: null,
    queue_rank: 1,
    waiting_since: NOON,
    stands_since: NOON,
    opened_at: NOON,
    accepted_at: NOON,
    closed_at: null,
    last: null,
    unanswered_since: null,
    window_ends_at: null,
    read_until: null,
    unread: 0,
    heard: null,
    failed: {},
    tags: [],
    outcome: null,
    rating: null,
    parked_until: null,
    wrap_ends_at: null,
    why: null,
    via: "queue",
    ...change,
  };
}

export function aMessage(number: number, change: Partial<Message> = {}): Message {
  return {
    key: `msg_${number}`,
    number,
    direction: "in",
    kind: "text",
    body: `words ${number}`,
    line: null,
    details: null,
    media: [],
    at: NOON,
    written_at: null,
    author: null,
    client_id: null,
    status: "received",
    reason: null,
    reason_code: null,
    ...change,
  };
}

export function anUpload(key: string): Upload {
  return { key, shape: "image", label: { text: "Photo", values: {} }, name: "a.png", size: 3 };
}

/** The device's memory, which two tabs may share. */
export class MapStore implements Store {
  readonly map = new Map<string, string>();
  read = (key: string) => this.map.get(key) ?? null;
  write = (key: string, value: string) => void this.map.set(key, value);
  remove = (key: string) => void this.map.delete(key);
  keys = () => [...this.map.keys()];
}

/** Long enough for every promise that is ready. */
export const settled = () => new Promise((done) => setTimeout(done, 0));
