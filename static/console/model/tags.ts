import type { Named } from "../protocol";
import { Observable } from "./observable";

/** The tags there are to choose from; with each snapshot. */
export class Tags extends Observable {
  all: Named[] = [];

  told(tags: Named[]): void {
    this.all = tags;
    this.changed();
  }
}
