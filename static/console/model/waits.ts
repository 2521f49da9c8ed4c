import type { Summary, WhyWaiting, Words } from "../protocol";
import { Observable } from "./observable";

/** Why what waits still waits: the server's sentence of each service, of its last word on it. */
export class Waits extends Observable {
  #why: WhyWaiting = {};

  of(row: Summary): Words | null {
    return row.state === "waiting" ? (this.#why[row.service.key] ?? null) : null;
  }

  all(why: WhyWaiting): void {
    this.#why = why;
    this.changed();
  }

  /** With a row that waits came its own service's reason, or that it has none. */
  pushed(row: Summary, why: WhyWaiting): void {
    const { [row.service.key]: _, ...others } = this.#why;
    this.all({ ...others, ...why });
  }
}
