import { useState } from "preact/hooks";
import { count } from "../../../pages/parts";
import { FirstSms } from "../../desk/first_sms";
import type { AgreedNumber, Contact } from "../../protocol";
import { gettext, inWords, ngettext } from "../../words";
import { useDesk, useModels } from "../hooks";

/** A text to one of the numbers that agreed to SMS; why not to the others. */
export function SmsForm({ contact }: { contact: Contact }) {
  const desk = useDesk();
  const [sms] = useState(() => new FirstSms(desk, contact));
  useModels(sms, desk.drafts);
  const [chosen, choose] = useState<string | null>(null);
  const { body } = desk.drafts.get(sms.place);
  const { numbers, whyNot, refusal } = sms;
  if (!numbers) {
    return (
      <p class={refusal ? "bad" : "late"} role="status">
        {refusal ?? gettext("Still loading: the server is slow to answer.")}
      </p>
    );
  }
  const free = numbers.filter((number) => !against(number));
  const phone = chosen ?? free[0]?.phone;
  const { parts, units } = count(body.trim());
  const tooLong = parts > sms.mostParts;
  const ready = phone !== undefined && !whyNot && !tooLong && body.trim() !== "";
  return (
    <form
      class="picker-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void sms.send(phone);
      }}
    >
      {whyNot && (
        <p class="bad" role="alert">
          {inWords(whyNot)}
        </p>
      )}
      <fieldset class="first-numbers">
        <legend>{gettext("To the number")}</legend>
        {numbers.map((number) => (
          <label key={number.phone}>
            <input
              type="radio"
              name="phone"
              disabled={against(number) !== null}
              checked={number.phone === phone}
              onChange={() => choose(number.phone)}
            />
            <bdi dir="ltr">{number.phone}</bdi>
            {against(number) && <small class="muted">{against(number)}</small>}
          </label>
        ))}
        {!numbers.length && <p>{gettext("The contact has no number.")}</p>}
      </fieldset>
      {!free.length && (
        <p>
          <a href={`${desk.boot.urls.contacts}/${contact.key}`}>{gettext("Record a consent")}</a>
        </p>
      )}
      <label class="field">
        {gettext("Text")}
        <textarea
          class="input"
          rows={5}
          dir="auto"
          maxLength={1600}
          value={body}
          onInput={(event) => desk.drafts.typed(sms.place, event.currentTarget.value)}
          onBlur={() => desk.drafts.flush()}
        />
      </label>
      <p class={tooLong ? "bad" : "muted"} role="status">
        {ngettext("%(n)s SMS, %(units)s characters", "%(n)s SMS, %(units)s characters", parts, { units })}
        {tooLong && " · "}
        {tooLong && gettext("at most %(most)s SMS a message", { most: sms.mostParts })}
      </p>
      <p class="bad" role="alert">
        {refusal}
      </p>
      <div class="actions">
        <button type="submit" class="button button-primary send" aria-disabled={!ready || sms.sending}>
          {gettext("Send SMS")}
        </button>
      </div>
    </form>
  );
}

/** Why a number is not to be written to; null where it may. */
function against({ sms, do_not_write }: AgreedNumber): string | null {
  if (do_not_write) return gettext("do not write");
  if (sms === "no") return gettext("the consent to SMS was taken back");
  return sms === "never" ? gettext("no consent to SMS") : null;
}
