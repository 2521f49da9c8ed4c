import type { Named, ServiceRules } from "../protocol";
import { Observable } from "./observable";

/** What services ask of whoever works in them; with each snapshot. */
export class Rules extends Observable {
  outcomes: Named[] = [];
  readonly #services = new Map<string, ServiceRules>();

  told(services: ServiceRules[], outcomes: Named[]): void {
    this.outcomes = outcomes;
    this.#services.clear();
    for (const service of services) this.#services.set(service.key, service);
    this.changed();
  }

  asksOutcome(service: string): boolean {
    return this.outcomes.length > 0 && (this.#services.get(service)?.asks_outcome ?? false);
  }

  /** Milliseconds without an answer after which a customer counts as forgotten; null: never. */
  forgottenAfter(service: string): number | null {
    const minutes = this.#services.get(service)?.forgotten_after ?? 0;
    return minutes > 0 ? minutes * 60_000 : null;
  }
}
