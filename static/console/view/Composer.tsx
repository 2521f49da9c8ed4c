import { useEffect, useRef } from "preact/hooks";
import { firstNameOf, nameOf } from "../desk/names";
import { unfilledIn } from "../model/canned";
import type { Summary } from "../protocol";
import { gettext } from "../words";
import { AttachButton } from "./files/AttachButton";
import { AttachedFiles } from "./files/AttachedFiles";
import { useFiles } from "./files/useFiles";
import { Icon } from "./Icon";
import { OtherDraft } from "./OtherDraft";
import { LIST, nameOfOption, ReplyList } from "./ReplyList";
import { ReturnedNote } from "./ReturnedNote";
import { TemplateButton } from "./template/TemplateButton";
import { useDesk, useModels } from "./hooks";
import { entered, useField } from "./useField";
import { selectUnfilled, useReplies } from "./useReplies";

/** What WhatsApp takes at once, by Twilio's limit; the server cuts longer texts. */
const ONE_MESSAGE = 1600;

/** Where the agent writes. What stands in it is safe on the device at every pause. */
export function Composer({ row }: { row: Summary }) {
  const desk = useDesk();
  const { drafts, opening, reading, sending, threads, attachments } = desk;
  useModels(drafts, opening, attachments);
  useFiles(row.key);
  const field = useRef<HTMLTextAreaElement>(null);
  const { body, returned } = drafts.get(row.key);
  const choosing = useReplies(row, field);
  const missing = unfilledIn(body);
  const files = attachments.ready(row.key).length > 0;

  useField(field, row.key);
  useEffect(() => {
    if (!opening.toWrite || opening.current !== row.key) return;
    field.current?.focus();
    opening.wroteFocus();
  });

  const send = () => {
    if (selectUnfilled(field.current!)) return;
    drafts.typed(row.key, field.current!.value);
    // Whoever answers has read what stands there, however quick they were.
    reading.read(row.key, threads.known(row.key)?.messages.at(-1)?.number ?? 0);
    sending.send(row.key);
    desk.writing.sent(row.key);
    field.current!.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (choosing.took(event)) return;
    if (entered(event)) send();
  };
  const label = gettext("Write to %(name)s…", { name: firstNameOf(row.contact) });
  return (
    <>
      {returned && <ReturnedNote reason={returned.reason} forget={() => drafts.forgetReason(row.key)} />}
      <AttachedFiles conversation={row.key} />
      {choosing.shown && <ReplyList {...choosing} />}
      <form
        class="composer"
        aria-label={gettext("Answer to %(name)s", { name: nameOf(row.contact) })}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <textarea
          ref={field}
          id="composer"
          class="input composer-text"
          rows={1}
          dir={body ? "auto" : desk.boot.direction}
          aria-label={label}
          placeholder={label}
          aria-autocomplete="list"
          aria-controls={choosing.shown ? LIST : undefined}
          aria-activedescendant={choosing.found.length ? nameOfOption(choosing.place) : undefined}
          onInput={(event) => {
            drafts.typed(row.key, event.currentTarget.value);
            desk.writing.typed(row.key, event.currentTarget.value);
          }}
          onBlur={() => {
            drafts.flush();
            void desk.keeping.tell();
          }}
          onKeyDown={onKeyDown}
        />
        <AttachButton conversation={row.key} />
        <TemplateButton quiet />
        <button
          type="button"
          class="button button-quiet send"
          aria-expanded={choosing.shown}
          title={gettext("Replies")}
          onPointerDown={(event) => event.preventDefault()}
          onClick={choosing.toggle}
        >
          <span aria-hidden="true">/</span>
          <span class="unseen">{gettext("Replies")}</span>
        </button>
        <button
          type="submit"
          class="button button-primary send"
          disabled={!(body.trim() || files) || missing !== null || attachments.isBusy(row.key)}
        >
          {gettext("Send")}
          <Icon name="send" />
        </button>
      </form>
      <OtherDraft conversation={row.key} />
      {missing && (
        <p class="composer-note" data-level="warn" role="status">
          {gettext("Nothing is known for %(field)s: fill it in, then the text can be sent.", {
            field: missing,
          })}
        </p>
      )}
      {body.length > ONE_MESSAGE && (
        <p class="composer-note muted">
          {gettext("Longer than one WhatsApp message: it leaves as several, in order.")}
        </p>
      )}
    </>
  );
}
