/** What WhatsApp takes at once, by Twilio's limit; the server cuts longer texts. */
export const ONE_MESSAGE = 1600;
/** What an answer may have; the server refuses more. */
export const LONGEST = 4 * ONE_MESSAGE;

/** How many characters there are too many, as the server counts them. */
export function tooMany(body: string): number {
  return body.length > LONGEST ? Math.max(0, [...body].length - LONGEST) : 0;
}
