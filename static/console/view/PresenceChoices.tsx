import type { Presence as Choice } from "../protocol";
import { gettext } from "../words";
import { LeavingWork } from "./LeavingWork";
import { NoticeChoice } from "./NoticeChoice";
import { nameOfPresence, PresenceDot } from "./Presence";

interface Props {
  now: Choice;
  /** Going offline, with work in hand. */
  leaving: boolean;
  choose(presence: Choice, keep?: boolean): void;
  back(): void;
}

/** Whether I take new work, and what each answer means. */
export function PresenceChoices({ now, leaving, choose, back }: Props) {
  if (leaving) return <LeavingWork choose={(keep) => choose("offline", keep)} back={back} />;
  return (
    <>
      <ul class="menu">
        {(["available", "away", "offline"] as const).map((presence) => (
          <li key={presence}>
            <button
              type="button"
              class="menu-item"
              aria-pressed={presence === now}
              onClick={() => choose(presence)}
            >
              <PresenceDot presence={presence} />
              <span class="menu-words">
                <span class="capitalised">{nameOfPresence(presence)}</span>
                <small>{meaningOf(presence)}</small>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <NoticeChoice />
    </>
  );
}

function meaningOf(presence: Choice): string {
  if (presence === "available") return gettext("New conversations are offered to you.");
  if (presence === "away") return gettext("Nothing new; what you have stays yours.");
  return gettext("Nothing new; asks what becomes of what you have.");
}
