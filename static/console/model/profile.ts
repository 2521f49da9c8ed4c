import type { Me } from "../protocol";
import { Observable } from "./observable";

/** The signed-in user as the server has them: presence and seats are its truth, not the page's. */
export class Profile extends Observable {
  #pushes = 0;

  constructor(public me: Me) {
    super();
  }

  mark(): number {
    return this.#pushes;
  }

  pushed(me: Me): void {
    if (me.key !== this.me.key) return;
    this.#pushes += 1;
    this.#set(me);
  }

  answered(me: Me, mark: number): void {
    if (mark === this.#pushes) this.#set(me);
  }

  #set(me: Me): void {
    this.me = me;
    this.changed();
  }
}
