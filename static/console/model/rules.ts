import type { TargetFigures } from "../beside";
import type { Named, ServiceRules, Summary } from "../protocol";
import { Observable } from "./observable";

/** What services ask of whoever works in them; with each snapshot. */
export class Rules extends Observable {
  outcomes: Named[] = [];
  /** Services that miss their target just now, for who oversees. */
  missed: TargetFigures[] = [];
  readonly #services = new Map<string, ServiceRules>();

  told(services: ServiceRules[], outcomes: Named[]): void {
    this.outcomes = outcomes;
    this.#services.clear();
    for (const service of services) this.#services.set(service.key, service);
    this.changed();
  }

  missing(missed: TargetFigures[]): void {
    if (!missed.length && !this.missed.length) return;
    this.missed = missed;
    this.changed();
  }

  asksOutcome(service: string): boolean {
    return this.outcomes.length > 0 && (this.#services.get(service)?.asks_outcome ?? false);
  }

  /** Whether agents may take from its queue; who oversees may everywhere. */
  agentsTake(service: string): boolean {
    return this.#services.get(service)?.agents_take ?? true;
  }

  /** Milliseconds without an answer after which a customer counts as forgotten; null: never. */
  forgottenAfter(service: string): number | null {
    return inMs(this.#services.get(service)?.forgotten_after);
  }

  /** And after which supervisors are told. */
  alertAfter(service: string): number | null {
    return inMs(this.#services.get(service)?.alert_after);
  }
}

const inMs = (minutes = 0): number | null => (minutes > 0 ? minutes * 60_000 : null);

/** Whether somebody who has written has waited for an answer at least so long, in ms. */
export function waitedFor(row: Summary, limit: number | null, now: number): boolean {
  if (limit === null || row.state !== "active" || !row.unanswered_since) return false;
  return now - Date.parse(row.unanswered_since) >= limit;
}
