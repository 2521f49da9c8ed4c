import { type Ask, Refused, Unanswered } from "../../console/questions";

type Reply = (payload: never) => unknown;

/** Answers questions as the test says, and remembers what it was asked. */
export class FakeServer {
  readonly asked: [name: string, payload: unknown][] = [];
  connected = true;
  replies: Record<string, Reply> = {};

  readonly ask: Ask = async (name, payload) => {
    if (!this.connected) throw new Unanswered(name);
    this.asked.push([name, payload]);
    return (await this.replies[name]!(payload as never)) as never;
  };

  count(name: string): number {
    return this.asked.filter(([one]) => one === name).length;
  }
}

export function refuse(code: string, sentence = "No."): never {
  throw new Refused(code, sentence);
}

/** The answer was lost on the way. */
export function lose(): never {
  throw new Unanswered("lost");
}
