import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { nameOf } from "../../desk/names";
import { Searching } from "../../desk/searching";
import type { Contact } from "../../protocol";
import { gettext } from "../../words";
import { useDesk, useModels } from "../hooks";

/** Somebody among the contacts: consent is kept there, and without it nobody is written to. */
export function ChooseContact({ choose }: { choose(contact: Contact): void }) {
  const { wire, boot } = useDesk();
  const [searching] = useState(() => new Searching(wire.ask));
  useModels(searching);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => field.current!.focus(), []);
  const { found, state } = searching;
  const move = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
    const held = buttons.findIndex((button) => button === document.activeElement);
    if (held + step < 0) field.current!.focus();
    else buttons[Math.min(held + step, buttons.length - 1)]?.focus();
  };
  return (
    <div class="first" onKeyDown={move}>
      <label class="field">
        {gettext("Name or number of the contact")}
        <input
          ref={field}
          class="input"
          type="search"
          dir="auto"
          maxLength={100}
          autoComplete="off"
          onInput={(event) => searching.typed(event.currentTarget.value)}
          onKeyDown={(event) => {
            const [first] = found.contacts;
            if (event.key !== "Enter" || event.isComposing || !first) return;
            event.preventDefault();
            choose(first);
          }}
        />
      </label>
      <ul class="menu" ref={list}>
        {found.contacts.map((contact) => (
          <li key={contact.key}>
            <button type="button" class="menu-item" onClick={() => choose(contact)}>
              <bdi>{nameOf(contact)}</bdi>
              {contact.name && contact.address && (
                <bdi class="muted" dir="ltr">
                  {contact.address}
                </bdi>
              )}
            </button>
          </li>
        ))}
      </ul>
      <p class="muted" role="status">
        {state === "answered" && !found.contacts.length && gettext("Nobody matches.")}
        {state === "failed" && gettext("The server did not answer. Type on to try again.")}
      </p>
      <p>
        <a href={`${boot.urls.contacts}/new`}>{gettext("Add a contact, with their consent")}</a>
      </p>
    </div>
  );
}
