import type { Quote } from "../../protocol";
import { gettext, inWords } from "../../words";
import { useDesk } from "../hooks";

interface Props {
  quote: Quote;
  conversation: string;
}

/** The message that this one answers; a press leads to it. */
export function QuoteTile({ quote, conversation }: Props) {
  const { opening } = useDesk();
  if (quote.message === null) {
    return <p class="quote muted">{gettext("Answers a message that is not here")}</p>;
  }
  const { message, direction } = quote;
  const words = quote.body || (quote.line ? inWords(quote.line) : "");
  const text = (
    <>
      <span class="quote-who">
        {direction === "out" ? gettext("We wrote") : gettext("They wrote")}
      </span>
      <span class="quote-words" dir="auto">
        {words}
      </span>
    </>
  );
  if (quote.conversation !== conversation) {
    return (
      <p class="quote">
        {text}
        <span class="muted">{gettext("from an earlier conversation")}</span>
      </p>
    );
  }
  return (
    <button type="button" class="quote" onClick={() => void opening.lead(conversation, message)}>
      {text}
    </button>
  );
}
