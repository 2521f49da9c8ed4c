import { plainName } from "../../format";
import type { Card, Media } from "../../protocol";
import { gettext } from "../../words";
import { addressOf } from "./FileTile";

/** The people on a contact card, and the card itself to be saved. */
export function Cards({ file, cards }: { file: Media; cards: Card[] }) {
  return (
    <>
      <ul class="cards">
        {cards.map((card, place) => (
          <li key={place}>
            <strong>
              <bdi>{plainName(card.name) || "–"}</bdi>
            </strong>
            {card.company && <bdi class="muted">{plainName(card.company)}</bdi>}
            {[...card.phones, ...card.emails].map((one) => (
              <bdi key={one} dir="ltr">
                {plainName(one)}
              </bdi>
            ))}
          </li>
        ))}
      </ul>
      <a href={addressOf(file)} download="">
        {gettext("Save the contact card")}
      </a>
    </>
  );
}
