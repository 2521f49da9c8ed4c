import { plainName } from "../format";
import type { Contact } from "../protocol";

/** What a contact is called on the screen: a number where no name is known. */
export function nameOf(contact: Contact): string {
  return plainName(contact.name || contact.address);
}

/** Short, for the middle of a sentence and the front of an announcement. */
export function firstNameOf(contact: Contact): string {
  return contact.name ? plainName(contact.name.trim().split(/\s+/)[0]!) : contact.address;
}
