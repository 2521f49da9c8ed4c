import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { nameOf } from "../desk/names";
import { Searching } from "../desk/searching";
import { dateAndHour, isolated } from "../format";
import { gettext, ngettext } from "../words";
import { useDesk, useModels } from "./hooks";
import type { Acts } from "./useKeys";
import { useActions } from "./useActions";

export interface Hit {
  key: string;
  title: string;
  second: string;
  go(): void;
}

const option = (place: number) => `found-${place}`;

/** Anybody and anything by a number, a name or a word: arrows move, Enter goes there. */
export function Palette({ acts, close }: { acts: Acts; close(): void }) {
  const { wire } = useDesk();
  const [searching] = useState(() => new Searching(wire.ask));
  useModels(searching);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [place, setPlace] = useState(0);
  const [typed, setTyped] = useState("");
  useLayoutEffect(() => field.current?.focus(), []);
  useEffect(() => setPlace(0), [searching.found, typed]);
  useEffect(() => list.current?.children[place]?.scrollIntoView({ block: "nearest" }), [place]);

  const hits = [...useActions(acts, close, typed), ...useHits(searching, close)];
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setPlace((place + step + hits.length) % Math.max(hits.length, 1));
    else if (event.key === "Enter") hits[place]?.go();
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        ref={field}
        class="input"
        type="text"
        role="combobox"
        aria-expanded={hits.length > 0}
        aria-controls="found"
        aria-activedescendant={hits.length ? option(place) : undefined}
        aria-autocomplete="list"
        aria-label={gettext("A number, a name, a word, a page or an action")}
        placeholder={gettext("A number, a name, a word, a page or an action")}
        dir="auto"
        maxLength={100}
        autoComplete="off"
        onInput={(event) => {
          searching.typed(event.currentTarget.value);
          setTyped(event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
      />
      <ul class="menu found" id="found" role="listbox" aria-label={gettext("Found")} ref={list}>
        {hits.map((hit, at) => (
          <li
            key={hit.key}
            id={option(at)}
            role="option"
            class="menu-item"
            aria-selected={at === place}
            aria-current={at === place ? "true" : undefined}
            onClick={hit.go}
          >
            <span class="found-words">
              <bdi>{hit.title}</bdi>
              <small>{hit.second}</small>
            </span>
          </li>
        ))}
      </ul>
      <p class="muted" role="status">
        {standing(searching.state, hits.length)}
      </p>
    </>
  );
}

function useHits(searching: Searching, close: () => void): Hit[] {
  const { opening, boot } = useDesk();
  const { conversations, contacts } = searching.found;
  return [
    ...conversations.map(({ row, excerpt }) => ({
      key: row.key,
      title: nameOf(row.contact),
      second: [row.service.name, dateAndHour(row.closed_at ?? row.opened_at), excerpt || row.last?.body]
        .filter((part): part is string => Boolean(part))
        .map(isolated)
        .join(" · "),
      go: () => {
        close();
        opening.open(row.key);
      },
    })),
    ...contacts.map((contact) => ({
      key: contact.key,
      title: nameOf(contact),
      second: [gettext("Contact"), contact.address].filter(Boolean).join(" · "),
      go: () => location.assign(`${boot.urls.contacts}/${contact.key}`),
    })),
  ];
}

function standing(state: "nothing" | "asking" | "answered" | "failed", count: number): string {
  if (state === "nothing" && !count) return gettext("Type at least two letters or digits.");
  if (state === "nothing") return gettext("Or type a number, a name or a word.");
  if (state === "failed") return gettext("The server did not answer. Type on to try again.");
  if (state === "asking") return gettext("Searching…");
  return count ? ngettext("%(n)s found", "%(n)s found", count) : gettext("Nothing found that you may see.");
}
