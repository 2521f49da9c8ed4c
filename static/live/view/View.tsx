import { exactHour } from "../../console/format";
import { useModels, useTick } from "../../console/view/hooks";
import { gettext } from "../../console/words";
import { Agents } from "./Agents";
import { Needs } from "./Needs";
import { Parked } from "./Parked";
import { Queue } from "./Queue";
import { Services } from "./Services";
import { Tiles } from "./Tiles";
import { useLook } from "./hooks";

export function View() {
  const look = useLook();
  useModels(look);
  useTick();
  return (
    <>
      <p class="live-state">
        {!look.isConnected && (
          <span class="badge badge-bad">{gettext("Connection lost. Trying again.")}</span>
        )}
        {look.asOf && (
          <span class="muted figures">{gettext("As of %(time)s", { time: exactHour(look.asOf) })}</span>
        )}
        <button
          type="button"
          class="button"
          aria-pressed={look.pausedAt !== null}
          onClick={() => look.pause()}
        >
          {look.pausedAt === null ? gettext("Pause") : gettext("Go on")}
        </button>
      </p>
      <p class={look.refusal ? "banner banner-bad" : "unseen"} role="alert">
        {look.refusal}
        {look.refusal && (
          <button type="button" class="button button-quiet" onClick={() => look.forgive()}>
            {gettext("Dismiss")}
          </button>
        )}
      </p>
      {look.board && (
        <>
          <Needs board={look.board} />
          <Tiles board={look.board} />
          <Queue board={look.board} />
          <Services board={look.board} />
          <Agents board={look.board} />
          <Parked board={look.board} />
        </>
      )}
    </>
  );
}
