import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { canBeSent, inOrder, sought } from "../../model/templates";
import type { ListedTemplate } from "../../protocol";
import { gettext } from "../../words";
import { useDesk } from "../hooks";
import { approvalOf } from "./approvals";

interface Props {
  listed: ListedTemplate[];
  /** The contact's. */
  language: string | null;
  chosen: ListedTemplate | null;
  choose(template: ListedTemplate): void;
}

/** Approved ones can be chosen; of the others it says what WhatsApp says. */
export function TemplateList({ listed, language, chosen, choose }: Props) {
  const { boot } = useDesk();
  const [words, setWords] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);

  const languages = [language, boot.language].filter((one) => one !== null);
  const shown = sought(inOrder(listed, languages), words);
  const move = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const buttons = [...list.current!.querySelectorAll<HTMLElement>("button:not(:disabled)")];
    const held = buttons.findIndex((button) => button === document.activeElement);
    if (held + step < 0) field.current!.focus();
    else buttons[Math.min(held + step, buttons.length - 1)]?.focus();
  };
  const first = shown.find(({ approval }) => canBeSent(approval));
  return (
    <div class="picker-list" onKeyDown={move}>
      <label class="field">
        {gettext("Search by name, language or text")}
        <input
          ref={field}
          class="input"
          type="search"
          value={words}
          onInput={(event) => setWords(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.isComposing || !first) return;
            event.preventDefault();
            choose(first);
          }}
        />
      </label>
      <ul class="picker-rows" ref={list}>
        {shown.map((template) => (
          <li key={template.sid}>
            <button
              type="button"
              class="picker-row"
              disabled={!canBeSent(template.approval)}
              aria-pressed={template.sid === chosen?.sid}
              onClick={() => choose(template)}
            >
              <span class="picker-name">
                <bdi>{template.name}</bdi>
                <bdi class="badge" dir="ltr">
                  {template.language}
                </bdi>
                {!canBeSent(template.approval) && (
                  <span class="badge badge-warn">{approvalOf(template.approval)}</span>
                )}
              </span>
              <span class="muted picker-words" dir="auto">
                {template.body || "–"}
              </span>
              {template.reason && (
                <span class="muted" dir="auto">
                  {template.reason}
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
      {listed.length > 0 && !shown.length && <p class="empty">{gettext("No template matches.")}</p>}
    </div>
  );
}
