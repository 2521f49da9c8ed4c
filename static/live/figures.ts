/** What follows from the board: sums, orders, how late something is. Pure. */

import type { Agent, Board, Service } from "./protocol";

export type Lateness = "" | "soon" | "late";

/** Amber once the target has passed, red once it has passed twice. `gone` in ms, `target` in s. */
export function lateness(gone: number, target: number): Lateness {
  if (gone > 2 * target * 1000) return "late";
  return gone > target * 1000 ? "soon" : "";
}

export interface Sums {
  waiting: number;
  oldest: string | null;
  seats: number;
  free: number;
  /** A share of 1, to the hundredth; null where nobody was due an answer. */
  inTime: number | null;
}

export function sums({ services, agents, answered }: Board): Sums {
  const ready = agents.filter(isAvailable);
  return {
    waiting: services.reduce((sum, one) => sum + one.waiting, 0),
    oldest: services.reduce<string | null>((oldest, one) => earlier(oldest, one.oldest), null),
    seats: ready.reduce((sum, one) => sum + one.limit, 0),
    free: ready.reduce((sum, one) => sum + Math.max(0, one.limit - one.taken), 0),
    inTime: answered.of ? Math.round((100 * answered.in_time) / answered.of) / 100 : null,
  };
}

export function isAvailable(agent: Agent): boolean {
  return agent.takes && agent.reached && agent.presence === "available";
}

/** Whose oldest waits longest first; where nobody waits, as they are called. */
export function byNeed(services: Service[]): Service[] {
  const since = (one: Service) => (one.oldest === null ? Infinity : Date.parse(one.oldest));
  return [...services].sort((a, b) => Number(since(a) > since(b)) - Number(since(a) < since(b)));
}

/** Who could take one now, the freest first; then who is available and full. */
export function takers(agents: Agent[]): { free: Agent[]; full: Agent[] } {
  const ready = agents.filter(isAvailable);
  const seats = (one: Agent) => one.limit - one.taken;
  return {
    free: ready.filter((one) => seats(one) > 0).sort((a, b) => seats(b) - seats(a)),
    full: ready.filter((one) => seats(one) <= 0),
  };
}

function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
