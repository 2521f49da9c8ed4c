import { plainName } from "../format";
import type { Contact } from "../protocol";
import { gettext } from "../words";

/** What a contact is called on the screen: by name, by number, or as somebody who hides both. */
export function nameOf(contact: Contact): string {
  return plainName(contact.name || contact.address || gettext("WhatsApp user"));
}

/** Short, for the middle of a sentence and the front of an announcement. */
export function firstNameOf(contact: Contact): string {
  const [first] = contact.name.trim().split(/\s+/);
  return first ? plainName(first) : nameOf(contact);
}
