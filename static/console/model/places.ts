/** Where one types: in a conversation to its contact, or there in a note to colleagues; or first
 * to a contact, which the device alone keeps.
 *
 * A note's place is the conversation's with a mark after it, as the server keeps its drafts. */

const NOTE = "#note";
const FIRST = "#first";

export const noteIn = (conversation: string): string => conversation + NOTE;

export const isNote = (place: string): boolean => place.endsWith(NOTE);

export const firstTo = (contact: string): string => contact + FIRST;

export const isFirst = (place: string): boolean => place.endsWith(FIRST);

export const conversationOf = (place: string): string =>
  isNote(place) ? place.slice(0, -NOTE.length) : place;
