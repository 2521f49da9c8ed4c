import { useState } from "preact/hooks";
import { seatsOf } from "../model/seats";
import type { Presence as Choice } from "../protocol";
import { gettext } from "../words";
import { Disclosure } from "./Disclosure";
import { Icon } from "./Icon";
import { PresenceChoices } from "./parts";
import { Seats } from "./Seats";
import { useDesk, useModels } from "./hooks";

export function nameOfPresence(presence: Choice): string {
  if (presence === "available") return gettext("available");
  return presence === "away" ? gettext("away") : gettext("offline");
}

/** One control for what belongs together: whether I take new work, and how much I have. */
export function Presence() {
  const desk = useDesk();
  useModels(desk.profile, desk.conversations);
  const [open, setOpen] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const { me } = desk.profile;
  const seats = seatsOf(me, desk.conversations.offers().length);

  const show = (shown: boolean) => {
    setLeaving(false);
    setOpen(shown);
  };
  const choose = async (presence: Choice, keep?: boolean) => {
    const outcome = await desk.acting.setPresence(presence, keep);
    if (outcome === "work_in_hand") setLeaving(true);
    if (outcome === "done") show(false);
  };
  const label = (
    <>
      <PresenceDot presence={me.presence} />
      <span class="capitalised">{nameOfPresence(me.presence)}</span>
      {(me.takes_chats || me.seats_taken > 0) && <Seats seats={seats} limit={me.max_interactions} />}
      <Icon name="down" />
    </>
  );
  return (
    <Disclosure class="button presence" label={label} open={open} setOpen={show}>
      <PresenceChoices
        now={me.presence}
        leaving={leaving}
        choose={choose}
        back={() => setLeaving(false)}
      />
    </Disclosure>
  );
}

export function PresenceDot({ presence }: { presence: Choice }) {
  return <span class={`presence-dot presence-${presence}`} aria-hidden="true" />;
}
