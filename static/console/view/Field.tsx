import type { ComponentChildren, RefObject } from "preact";
import { useEffect } from "preact/hooks";
import type { Summary } from "../protocol";
import { OtherDraft } from "./parts";
import { ReturnedNote } from "./ReturnedNote";
import { useDesk, useModels } from "./hooks";
import { entered, useField } from "./useField";

interface Props {
  row: Summary;
  /** Where what is typed is kept: the conversation's, or that of its note. */
  place: string;
  field: RefObject<HTMLTextAreaElement | null>;
  /** Of the form, to whom it is read out. */
  name: string;
  label: string;
  submit: ComponentChildren;
  /** Whether what stands there can leave. */
  ready: boolean;
  send(): void;
  typed?(body: string): void;
  /** Whether a list above the field took the key. */
  took?(event: KeyboardEvent): boolean;
  /** Of that list, where it is shown: its id, and that of its chosen row. */
  list?: { id: string; chosen: string | undefined } | undefined;
  above?: ComponentChildren;
  beside?: ComponentChildren;
}

/** Where one types, to a customer or to colleagues. It is safe on the device at every pause. */
export function Field(props: Props) {
  const { row, place, field, name, label, submit, ready, send, typed, took, list, above, beside } = props;
  const { drafts, opening, keeping, profile, boot } = useDesk();
  useModels(drafts, opening, profile);
  const { body, returned, other } = drafts.get(place);
  useField(field, place);
  useEffect(() => {
    if (!opening.toWrite || opening.current !== row.key) return;
    field.current?.focus();
    opening.wroteFocus();
  });
  const leave = () => {
    drafts.typed(place, field.current!.value);
    send();
    field.current!.focus();
  };
  return (
    <>
      {returned && <ReturnedNote reason={returned.reason} forget={() => drafts.forgetReason(place)} />}
      {above}
      <form
        class="composer"
        aria-label={name}
        onSubmit={(event) => {
          event.preventDefault();
          leave();
        }}
      >
        <textarea
          ref={field}
          id="composer"
          class="input composer-text"
          rows={1}
          dir={body ? "auto" : boot.direction}
          aria-label={label}
          placeholder={label}
          aria-autocomplete={took && "list"}
          aria-controls={list?.id}
          aria-activedescendant={list?.chosen}
          onInput={(event) => {
            drafts.typed(place, event.currentTarget.value);
            typed?.(event.currentTarget.value);
          }}
          onBlur={() => {
            drafts.flush();
            void keeping.tell();
          }}
          onKeyDown={(event) => {
            if (!took?.(event) && entered(event, profile.me.enter_sends)) leave();
          }}
        />
        {beside}
        <button
          type="submit"
          class="button button-primary send"
          title={profile.me.enter_sends ? "↵" : "Shift ↵"}
          disabled={!ready}
        >
          {submit}
        </button>
      </form>
      {other && <OtherDraft conversation={place} />}
    </>
  );
}
