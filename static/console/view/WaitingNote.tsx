import { behindOf } from "../model/behind";
import type { Message } from "../protocol";
import { gettext, inWords } from "../words";
import { useDesk, useModels } from "./hooks";

interface Props {
  message: Message;
  conversation: string;
}

/** Why a text still stands under its clock. */
export function WaitingNote({ message, conversation }: Props) {
  const { conversations, halts, threads } = useDesk();
  const thread = threads.of(conversation);
  useModels(halts, thread);
  const row = conversations.get(conversation);
  const halt = message.status === "waiting" && row ? halts.of(row) : null;
  const reason = halt ?? message.reason;
  const words = reason ? inWords(reason) : behindWords(behindOf(thread.messages, message));
  if (!words) return null;
  return (
    <div class="failure" data-unknown="true">
      <p>{words}</p>
    </div>
  );
}

function behindWords(behind: ReturnType<typeof behindOf>): string | null {
  if (behind === "searched") {
    return gettext("This waits for the one before it, which is being looked up.");
  }
  return behind && gettext("This waits for the one before it.");
}
