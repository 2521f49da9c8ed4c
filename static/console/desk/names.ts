import { isolated, plainName } from "../format";
import type { Contact } from "../protocol";
import { gettext } from "../words";

const NUMBER = /^\+\d/;

/** What a contact is called on the screen: by name, by number, or as somebody who hides both. */
export function nameOf(contact: Contact): string {
  return plainName(contact.name || contact.address || gettext("WhatsApp user"));
}

/** Short, for the middle of a sentence and the front of an announcement. */
export function firstNameOf(contact: Contact): string {
  const name = contact.name.trim();
  // Of whom no name is known the number stands for it, and is nothing in parts.
  if (!name || NUMBER.test(name)) return isolated(nameOf(contact));
  return plainName(name.split(/\s+/)[0]!);
}
