import type { LastWords as Last } from "../protocol";
import { gettext, withItsEnd } from "../words";
import { Icon } from "./Icon";
import { iconOf } from "./kinds";

/** The end of a conversation in half a line: who spoke, and what. */
export function LastWords({ last }: { last: Last | null }) {
  if (!last) return <span class="row-words" />;
  const [words, end] = last.body || !last.line ? ["", last.body] : withItsEnd(last.line);
  return (
    <span class="row-words">
      {last.direction === "out" && (
        <>
          <Icon name="answered" />
          <span class="unseen">{gettext("Answered:")}</span>
        </>
      )}
      {last.kind !== "text" && <Icon name={iconOf(last.kind)} />}
      {words && <span>{words} </span>}
      <span class="row-text" dir="auto">
        {end}
      </span>
    </span>
  );
}
