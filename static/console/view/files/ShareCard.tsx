import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { attachingOf } from "../../desk/attaching";
import { cardFile, type NewCard } from "../../model/cards";
import { gettext } from "../../words";
import { useDesk } from "../hooks";

const LONGEST = 200;

interface Props {
  conversation: string;
  done(): void;
}

/** Somebody whom the customer may keep; the card is attached, and goes with the next text. */
export function ShareCard({ conversation, done }: Props) {
  const attaching = attachingOf(useDesk());
  const [card, setCard] = useState<NewCard>({ name: "", company: "", phone: "", email: "" });
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => form.current!.querySelector("input")!.focus(), []);
  const field = (name: keyof NewCard, label: string, more: { type?: string; required?: boolean } = {}) => (
    <label class="field">
      {label}
      <input
        class="input"
        dir={more.type ? "ltr" : "auto"}
        maxLength={LONGEST}
        value={card[name]}
        onInput={(event) => setCard({ ...card, [name]: event.currentTarget.value })}
        type={(more.type ?? "text") as "text"}
        required={more.required ?? false}
      />
    </label>
  );
  return (
    <form
      class="share"
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        attaching.attach(conversation, [cardFile(card)]);
        done();
      }}
    >
      {field("name", gettext("Name"), { required: true })}
      {field("phone", gettext("Phone number"), { type: "tel", required: true })}
      {field("company", gettext("Company"))}
      {field("email", gettext("E-mail"), { type: "email" })}
      <div class="actions">
        <button type="button" class="button" onClick={done}>
          {gettext("Cancel")}
        </button>
        <button type="submit" class="button button-primary">
          {gettext("Attach the card")}
        </button>
      </div>
    </form>
  );
}
