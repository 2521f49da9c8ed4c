/** What stands in the second bundle, as the first draws it. */

import type { Message } from "../protocol";
import { inWords } from "../words";
import { Icon } from "./Icon";
import { iconOf } from "./kinds";
import { part } from "./Part";

export const Around = part("Around", AroundMeanwhile);
export const Attach = part("Attach", AttachMeanwhile);
export const AttachedFiles = part("AttachedFiles");
export const ClosedList = part("ClosedList");
export const ClosingQuestion = part("ClosingQuestion");
export const EventWords = part("EventWords", () => <>…</>);
export const FailureNote = part("FailureNote", () => null);
export const FindBar = part("FindBar");
export const HaltBar = part("HaltBar", () => null);
export const HandOver = part("HandOver");
export const KeySheet = part("KeySheet");
export const KeyTable = part("KeyTable");
export const ListEnd = part("ListEnd", () => null);
export const NoAnswer = part("NoAnswer", () => <footer class="foot foot-unknown" />);
export const OtherDraft = part("OtherDraft", () => null);
export const OutcomeQuestion = part("OutcomeQuestion");
export const Palette = part("Palette");
export const PanelFacts = part("PanelFacts");
export const Park = part("Park");
export const PresenceChoices = part("PresenceChoices");
export const ReplyList = part("ReplyList");
export const TextNote = part("TextNote", () => null);
export const WaitingNote = part("WaitingNote", () => null);
export const WrapBar = part("WrapBar", () => null);
export const WriteFirst = part("WriteFirst");
export const Watch = part("Watch", () => null);

/** What came, in words. */
function AroundMeanwhile({ message }: { message: Message }) {
  return (
    <p class="bubble-kind">
      <Icon name={iconOf(message.kind)} />
      {message.line && <span>{inWords(message.line)}</span>}
    </p>
  );
}

function AttachMeanwhile() {
  return (
    <button type="button" class="button button-quiet send" disabled>
      <Icon name="attach" />
    </button>
  );
}
