import { useContext, useEffect } from "preact/hooks";
import { seatsOf } from "../model/seats";
import { gettext } from "../words";
import { OfferCard } from "./OfferCard";
import { PresenceDot } from "./Presence";
import { SoundsContext, useDesk, useModels } from "./hooks";

/** The place above the list where offers stand. It keeps its height, so that nothing moves. */
export function OfferSlot() {
  const desk = useDesk();
  const sounds = useContext(SoundsContext);
  useModels(desk.offers, desk.conversations, desk.profile);
  const offers = desk.conversations.offers();
  const standing = offers.length > 0;
  useEffect(() => sounds.offering(standing), [standing]);

  const [first] = offers;
  return (
    <section class="offer-slot" aria-label={gettext("Offers")} data-standing={standing}>
      {first ? (
        <OfferCard key={first.interaction} row={first} more={offers.length - 1} />
      ) : desk.offers.gone ? (
        <p class="offer-empty">{desk.offers.gone}</p>
      ) : (
        <Standing />
      )}
    </section>
  );
}

/** Why nothing is offered just now, and the button that changes it. */
function Standing() {
  const desk = useDesk();
  const { me } = desk.profile;
  const back = () => void desk.acting.setPresence("available");
  if (me.presence === "away" && me.presence_reason) {
    return (
      <div class="offer-empty offer-missed">
        <p>
          {me.presence_reason === "supervisor"
            ? gettext("A supervisor set you away.")
            : gettext("You missed offers in a row.")}
        </p>
        <button type="button" class="button button-primary" onClick={back}>
          {gettext("I'm back")}
        </button>
      </div>
    );
  }
  if (!me.takes_chats) {
    return (
      <p class="offer-empty">
        {gettext("Your profile takes no WhatsApp: nothing is offered to you.")}
      </p>
    );
  }
  if (me.presence !== "available") {
    return (
      <div class="offer-empty">
        <p>
          <PresenceDot presence={me.presence} />
          {me.presence === "away"
            ? gettext("You are away: nothing new is offered.")
            : gettext("You are offline: nothing new is offered.")}
        </p>
        <button type="button" class="button" onClick={back}>
          {gettext("Become available")}
        </button>
      </div>
    );
  }
  const full = seatsOf(me, 0).free === 0;
  const values = { taken: me.seats_taken, limit: me.max_interactions };
  return (
    <p class="offer-empty">
      {full
        ? gettext("%(taken)s/%(limit)s, no new conversations", values)
        : gettext("New conversations are offered here.")}
    </p>
  );
}
