import { useState } from "preact/hooks";
import { mayGoAgain } from "../model/repeating";
import type { Message } from "../protocol";
import { gettext, inWords } from "../words";
import { useDesk, useModels } from "./hooks";

interface Props {
  message: Message;
  conversation: string;
}

/** Why a text did not arrive, or that nobody knows; and what can be done about it. */
export function FailureNote({ message, conversation }: Props) {
  const { acting, clock, drafts, opening, conversations } = useDesk();
  const [busy, setBusy] = useState(false);
  useModels(conversations);
  const row = conversations.get(conversation);
  const mayAct = row?.state === "active" && conversations.isMine(row);

  const during = async (act: Promise<void>) => {
    setBusy(true);
    await act;
    setBusy(false);
  };
  const repeat = (act: "retry" | "look_again") =>
    acting.message(act, conversation, { message: message.key });
  const retry = () => during(repeat("retry"));
  const lookAgain = () => during(repeat("look_again"));
  const edit = () => {
    const typed = drafts.get(conversation).body;
    drafts.typed(conversation, typed.trim() ? `${typed}\n${message.body}` : message.body);
    opening.open(conversation, true);
  };
  const isUnknown = message.status === "unknown";
  return (
    <div class="failure" data-unknown={isUnknown}>
      <p>
        {reasonOf(message)}
        {message.reason_code && (
          <bdi dir="ltr" class="code">
            ({message.reason_code})
          </bdi>
        )}
      </p>
      {mayAct && (
        <div class="actions">
          {isUnknown && (
            <button type="button" class="button button-small" disabled={busy} onClick={lookAgain}>
              {gettext("Look again")}
            </button>
          )}
          {mayGoAgain(message, row.window_ends_at, clock.now()) && (
            <button type="button" class="button button-small" disabled={busy} onClick={retry}>
              {isUnknown ? gettext("Send again anyway") : gettext("Try again")}
            </button>
          )}
          {!isUnknown && (
            <button type="button" class="button button-small" onClick={edit}>
              {gettext("Edit")}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function reasonOf({ reason, status }: Message): string {
  if (reason) return inWords(reason);
  if (status === "unknown") {
    return gettext("We don't know whether this arrived. Look again before you repeat it.");
  }
  return status === "undelivered"
    ? gettext("This was sent and did not arrive.")
    : gettext("This could not be sent.");
}
