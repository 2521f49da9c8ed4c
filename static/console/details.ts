/** What a message says beside its text. */

import type { Direction, Words } from "./protocol";

export interface Place {
  latitude: number | null;
  longitude: number | null;
  label: string;
  address: string;
}

/** The message that one answers; `message` is null where it is not here. */
export type Quote =
  | { message: null }
  | {
      message: string;
      conversation: string;
      direction: Direction;
      body: string;
      line: Words | null;
    };

export interface Referral {
  headline: string;
  body: string;
  /** Empty where there is none. */
  url: string;
}

/** What a message says beside its text. */
export interface Details {
  place?: Place;
  choice?: string;
  quote?: Quote;
  referral?: Referral;
  forwarded?: "once" | "often";
  /** Which of the service's own texts it is: nobody wrote it. */
  automatic?: string;
}
