import type { Quote } from "../../protocol";
import { gettext, inWords } from "../../words";
import { useDesk } from "../hooks";

interface Props {
  quote: Quote;
  conversation: string;
}

/** The message that this one answers; a press leads to it. */
export function QuoteTile({ quote, conversation }: Props) {
  const desk = useDesk();
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
  const lead = async () => {
    const thread = desk.threads.of(conversation);
    const isLoaded = () => thread.messages.some(({ key }) => key === message);
    for (let first; !isLoaded() && thread.more && first !== thread.first; ) {
      first = thread.first;
      await desk.opening.earlier();
    }
    const line = document.querySelector(`[data-key="${CSS.escape(message)}"]`);
    line?.scrollIntoView({ block: "center" });
  };
  return (
    <button type="button" class="quote" onClick={() => void lead()}>
      {text}
    </button>
  );
}
