import type { Happening, Message, Note } from "../protocol";
import type { Unsent } from "./outbox";

/** One line of a thread, as it is drawn from top to bottom. */
export type Item =
  | { kind: "day"; key: string; at: string }
  | { kind: "new"; key: string }
  | { kind: "event"; key: string; event: Happening }
  | { kind: "note"; key: string; note: Note }
  | { kind: "message"; key: string; message: Message; first: boolean; last: boolean }
  | { kind: "unsent"; key: string; unsent: Unsent };

const TOGETHER = 5 * 60_000; // ms between two messages of one author that form a group

interface Shown {
  messages: Message[];
  unsent: Unsent[];
  happenings: Happening[];
  notes: Note[];
  /** Messages of the contact after this number stand under a line that says "new". */
  readUntil: number | null;
}

/** Messages with the lines between them: days, what happened to the conversation, what is new. */
export function timeline({ messages, unsent, happenings, notes, readUntil }: Shown): Item[] {
  const items: Item[] = [];
  const between = asidesOf(happenings, notes, messages[0]?.at);
  let day = "";
  let isNewSaid = readUntil === null;

  const openDay = (at: string) => {
    const its = new Date(at).toDateString();
    if (its !== day) items.push({ kind: "day", key: `day ${its}`, at });
    day = its;
  };
  const tellUntil = (at: string) => {
    while (between[0] && between[0].at <= at) {
      const aside = between.shift()!;
      openDay(aside.at);
      items.push(aside.item);
    }
  };

  messages.forEach((message, place) => {
    tellUntil(message.at);
    openDay(message.at);
    if (!isNewSaid && message.direction === "in" && message.number > readUntil!) {
      items.push({ kind: "new", key: "new" });
      isNewSaid = true;
    }
    const first = items.at(-1)?.kind !== "message" || !together(messages[place - 1], message);
    const last = !together(message, messages[place + 1]);
    items.push({ kind: "message", key: message.key, message, first, last });
  });
  tellUntil("9");
  for (const one of unsent) items.push({ kind: "unsent", key: one.client_id, unsent: one });
  return items;
}

function together(one: Message | undefined, next: Message | undefined): boolean {
  if (!one || !next || one.direction !== next.direction) return false;
  if (one.author?.key !== next.author?.key) return false;
  if (!one.details?.automatic !== !next.details?.automatic) return false;
  return Date.parse(next.at) - Date.parse(one.at) < TOGETHER;
}

/** What stands between messages, by its time: what is older than the first belongs to an earlier page. */
function asidesOf(
  happenings: Happening[],
  notes: Note[],
  since: string | undefined,
): { at: string; item: Item }[] {
  return [
    ...happenings.map((event) => ({ at: event.at, item: { kind: "event", key: event.key, event } as const })),
    ...notes.map((note) => ({ at: note.at, item: { kind: "note", key: note.key, note } as const })),
  ]
    .filter(({ at }) => at >= (since ?? ""))
    .sort((a, b) => a.at.localeCompare(b.at));
}
