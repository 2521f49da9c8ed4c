import { useRef } from "preact/hooks";
import { firstNameOf, nameOf } from "../desk/names";
import { unfilledIn } from "../model/canned";
import { ONE_MESSAGE, tooMany } from "../model/lengths";
import type { Summary } from "../protocol";
import { gettext } from "../words";
import { Field } from "./Field";
import { Icon } from "./Icon";
import { Attach, AttachedFiles, ReplyList, TextNote } from "./parts";
import { TemplateButton } from "./template/TemplateButton";
import { useDesk, useModels } from "./hooks";
import { LIST, nameOfOption, selectUnfilled, useReplies } from "./useReplies";

/** Where a customer is answered. */
export function Composer({ row }: { row: Summary }) {
  const desk = useDesk();
  const { drafts, attachments } = desk;
  useModels(drafts, attachments);
  const field = useRef<HTMLTextAreaElement>(null);
  const choosing = useReplies(row, field);
  const { body } = drafts.get(row.key);
  const missing = unfilledIn(body);
  const chosen = choosing.found.length ? nameOfOption(choosing.place) : undefined;
  const files = attachments.ready(row.key).length > 0;
  return (
    <>
      <Field
        row={row}
        place={row.key}
        field={field}
        name={gettext("Answer to %(name)s", { name: nameOf(row.contact) })}
        label={gettext("Write to %(name)s…", { name: firstNameOf(row.contact) })}
        submit={
          <>
            {gettext("Send")}
            <Icon name="send" />
          </>
        }
        ready={Boolean(body.trim() || files) && missing === null && !tooMany(body) && !attachments.isBusy(row.key)}
        send={() => void (selectUnfilled(field.current!) || desk.submit(row, row.key))}
        typed={(text) => desk.writing.typed(row.key, text)}
        took={choosing.took}
        list={choosing.shown ? { id: LIST, chosen } : undefined}
        above={
          <>
            {attachments.of(row.key).length > 0 && <AttachedFiles conversation={row.key} />}
            {choosing.shown && <ReplyList {...choosing} />}
          </>
        }
        beside={
          <>
            <Attach conversation={row.key} />
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
          </>
        }
      />
      {(missing || body.length > ONE_MESSAGE) && <TextNote body={body} missing={missing} />}
    </>
  );
}
