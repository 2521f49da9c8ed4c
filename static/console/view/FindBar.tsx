import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Finding } from "../desk/finding";
import { gettext } from "../words";
import { Icon } from "./Icon";
import { useDesk, useModels } from "./hooks";

/** Above the messages: words that are looked for among them. Enter goes back, Shift Enter on. */
export function FindBar({ conversation, close }: { conversation: string; close(): void }) {
  const { wire, opening } = useDesk();
  const [finding] = useState(
    () => new Finding(wire.ask, conversation, (message) => void opening.lead(conversation, message)),
  );
  useModels(finding);
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current!.focus(), []);
  const leave = () => {
    close();
    document.querySelector<HTMLElement>(".thread-scroll")?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === "Enter") finding.step(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <search class="find-bar" onKeyDown={onKeyDown}>
      <input
        ref={field}
        class="input"
        type="search"
        dir="auto"
        maxLength={100}
        aria-label={gettext("Find in this conversation")}
        placeholder={gettext("Find in this conversation")}
        onInput={(event) => finding.typed(event.currentTarget.value)}
      />
      <span class="muted figures" role="status">
        {standing(finding)}
      </span>
      <Step finding={finding} by={1} icon="up" name={gettext("Older")} />
      <Step finding={finding} by={-1} icon="down" name={gettext("Newer")} />
      <button type="button" class="button button-quiet" onClick={leave}>
        <Icon name="close" />
        <span class="unseen">{gettext("Stop finding")}</span>
      </button>
    </search>
  );
}

function Step({ finding, by, icon, name }: { finding: Finding; by: 1 | -1; icon: "up" | "down"; name: string }) {
  return (
    <button
      type="button"
      class="button button-quiet"
      title={name}
      disabled={finding.found.length < 2}
      onClick={() => finding.step(by)}
    >
      <Icon name={icon} />
      <span class="unseen">{name}</span>
    </button>
  );
}

function standing({ state, found, place }: Finding): string {
  if (found.length) return gettext("%(place)s of %(n)s", { place: place + 1, n: found.length });
  if (state === "asking") return gettext("Searching…");
  if (state === "failed") return gettext("The server did not answer. Type on to try again.");
  return state === "answered" ? gettext("Nothing found.") : "";
}
