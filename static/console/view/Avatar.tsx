import type { Contact } from "../protocol";
import { Icon } from "./Icon";

/** The first letter of a name, for the eye alone. */
export function Avatar({ contact }: { contact: Contact }) {
  const letter = /\p{L}/u.exec(contact.name)?.[0];
  return (
    <span class="avatar" aria-hidden="true">
      {letter ? letter.toLocaleUpperCase() : <Icon name="person" />}
    </span>
  );
}
