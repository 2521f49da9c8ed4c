import { useEffect, useState } from "preact/hooks";
import type { Choice, Summary } from "../protocol";
import { gettext } from "../words";
import { plainWords } from "../model/plain_words";
import { useDesk } from "./hooks";

const FEW = 8; // choices that are found at a glance

type Choices = { services: Choice[]; users: Choice[] };

interface Props {
  row: Summary;
  note: string;
  setNote(note: string): void;
  done(): void;
}

/** To whom a conversation can go: services and people, those with free seats first. */
export function HandOver({ row, note, setNote, done }: Props) {
  const desk = useDesk();
  const [choices, setChoices] = useState<Choices | null>(null);
  const [typed, setTyped] = useState("");
  useEffect(() => void desk.acting.answer("hand_over_choices", { conversation: row.key }).then(setChoices), []);

  const give = async (to: { service: string } | { user: string }) => {
    const payload = { conversation: row.key, ...to, ...(note.trim() && { note }) };
    if (!(await desk.acting.row("hand_over", payload))) return;
    setNote("");
    done();
    desk.openNeedingMe();
  };
  if (!choices) return <p class="question late">{gettext("Looking who is free…")}</p>;
  const sought = plainWords(typed);
  const fits = ({ name }: Choice) => {
    const words = plainWords(name);
    return sought.every((one) => words.some((word) => word.startsWith(one)));
  };
  const { services, users } = choices;
  const found = { services: services.filter(fits), users: users.filter(fits) };
  return (
    <>
      <label class="question">
        {gettext("Note for the next, if you like")}
        <textarea
          class="input"
          rows={2}
          dir="auto"
          maxLength={4000}
          value={note}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
      </label>
      {services.length + users.length > FEW && (
        <label class="question">
          {gettext("Find a service or a colleague")}
          <input
            class="input"
            type="search"
            dir="auto"
            autoComplete="off"
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
      )}
      <Group title={gettext("Services")} choices={found.services}>
        {(choice) => give({ service: choice.key })}
      </Group>
      <Group title={gettext("People")} choices={found.users}>
        {(choice) => give({ user: choice.key })}
      </Group>
      {!found.services.length && !found.users.length && (
        <p class="question" role="status">
          {typed ? gettext("No service and nobody free is called that.") : gettext("There is nobody to hand it to just now.")}
        </p>
      )}
    </>
  );
}

interface GroupProps {
  title: string;
  choices: Choice[];
  children(choice: Choice): Promise<void>;
}

function Group({ title, choices, children: choose }: GroupProps) {
  if (!choices.length) return null;
  const sorted = [...choices].sort((a, b) => Number(b.free > 0) - Number(a.free > 0));
  return (
    <>
      <h3 class="menu-title">{title}</h3>
      <ul class="menu">
        {sorted.map((choice) => (
          <li key={choice.key}>
            <button type="button" class="menu-item" onClick={() => void choose(choice)}>
              <bdi>{choice.name}</bdi>
              <span class="muted figures">{freeSeats(choice.free)}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function freeSeats(n: number): string {
  return n > 0 ? gettext("%(n)s free", { n }) : gettext("none free");
}
