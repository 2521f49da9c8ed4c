import { nameOf } from "../desk/names";
import { day, daysAgo, moment, plainName } from "../format";
import type { Item } from "../model/timeline";
import type { Message, Summary } from "../protocol";
import { gettext } from "../words";
import { Bubble } from "./Bubble";
import { NoteBubble } from "./NoteBubble";
import { EventWords } from "./parts";
import { UnsentBubble } from "./UnsentBubble";
import { useDesk } from "./hooks";

interface Props {
  item: Item;
  row: Summary | undefined;
  conversation: string;
}

/** One line of a thread, whatever it is. */
export function Line({ item, row, conversation }: Props) {
  const { clock } = useDesk();
  switch (item.kind) {
    case "day":
      return (
        <li class="day">
          <time dateTime={item.at} title={moment(item.at)}>
            {nameOfDay(item.at, clock.now())}
          </time>
        </li>
      );
    case "new":
      return (
        <li class="new-line">
          <span>{gettext("new")}</span>
        </li>
      );
    case "event":
      return <li class="event-line"><EventWords event={item.event} /></li>;
    case "note":
      return <NoteBubble note={item.note} />;
    case "unsent":
      return <UnsentBubble unsent={item.unsent} />;
    case "message": {
      const { message, first, last } = item;
      return <Bubble {...{ message, first, last, conversation }} name={authorOf(message, row)} />;
    }
  }
}

function authorOf({ direction, author, details }: Message, row: Summary | undefined): string {
  if (details?.automatic) return gettext("Automatic text");
  const name = direction === "in" ? row && nameOf(row.contact) : author && plainName(author.name);
  return name || "–";
}

function nameOfDay(at: string, now: number): string {
  const days = daysAgo(at, now);
  if (days === 0) return gettext("today");
  return days === 1 ? gettext("yesterday") : day(at, now);
}
