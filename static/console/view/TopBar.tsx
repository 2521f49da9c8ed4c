import { useContext } from "preact/hooks";
import { stopwatch } from "../format";
import { gettext } from "../words";
import { Icon } from "./Icon";
import { Presence } from "./Presence";
import { SoundsContext, useDesk, useModels, useTick } from "./hooks";

interface Props {
  showWaiting(): void;
  showHelp(): void;
  search(): void;
}

export function TopBar({ showWaiting, showHelp, search }: Props) {
  const { addressing } = useDesk();
  return (
    <div class="top-bar">
      <h1 class="unseen">{gettext("Conversations")}</h1>
      <Presence />
      <span class="spacer" />
      <button type="button" class="button button-quiet" onClick={search} title="Ctrl K">
        <Icon name="search" />
        <span class="unseen">{gettext("Search")}</span>
      </button>
      <button
        type="button"
        class="button button-quiet"
        title={gettext("New conversation")}
        onClick={() => addressing.choose({ kind: "anybody" })}
      >
        <Icon name="pencil" />
        <span class="unseen">{gettext("New conversation")}</span>
      </button>
      <SoundChip />
      <Queue show={showWaiting} />
      <button type="button" class="button button-quiet help" onClick={showHelp}>
        <Icon name="help" />
        <span class="unseen">{gettext("Keys")}</span>
      </button>
    </div>
  );
}

function Queue({ show }: { show(): void }) {
  const desk = useDesk();
  const { conversations, queue, clock } = desk;
  useModels(conversations, queue);
  useTick();
  if (!desk.ready) return null;
  const { length, oldest } = queue.of(conversations.waiting());
  return (
    <button type="button" class="button button-quiet queue figures" onClick={show}>
      {oldest
        ? gettext("Queue %(n)s · oldest %(time)s", {
            n: length,
            time: stopwatch(clock.since(oldest)),
          })
        : gettext("Queue %(n)s", { n: length })}
    </button>
  );
}

function SoundChip() {
  const sounds = useContext(SoundsContext);
  useModels(sounds);
  if (!sounds.blocked) return null;
  return (
    <span class="chip">
      <Icon name="silent" />
      <span class="chip-words">{gettext("Sound is blocked by the browser")}</span>
      <button type="button" class="button button-small" onClick={() => sounds.unlock()}>
        {gettext("Turn on")}
      </button>
    </span>
  );
}
