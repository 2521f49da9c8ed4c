import type { Me } from "../protocol";

const DRAWN = 8; // more pips than these are only a row of dots: the digits say it

export interface Seats {
  taken: number;
  offered: number;
  free: number;
  drawn: boolean;
}

/** `offers` hold their seats already and stand within `seats_taken`. */
export function seatsOf(me: Me, offers: number): Seats {
  const offered = Math.min(offers, me.seats_taken);
  return {
    taken: me.seats_taken - offered,
    offered,
    free: Math.max(0, me.max_interactions - me.seats_taken),
    drawn: Math.max(me.max_interactions, me.seats_taken) <= DRAWN,
  };
}
