import { newClientId } from "../client_id";
import { Observable } from "../model/observable";
import { firstTo } from "../model/places";
import type { AgreedNumber, Contact, Words } from "../protocol";
import { Refused } from "../questions";
import { gettext } from "../words";
import { nameOf } from "./names";
import type { Desk } from "./desk";

/** An SMS to somebody who has not written. What is typed stays on the device until it has left. */
export class FirstSms extends Observable {
  readonly place: string;
  /** Null until the server has told them. */
  numbers: AgreedNumber[] | null = null;
  whyNot: Words | null = null;
  mostParts = 1;
  refusal: string | null = null;
  sending = false;

  constructor(
    private readonly desk: Desk,
    private readonly contact: Contact,
  ) {
    super();
    this.place = firstTo(contact.key);
    this.refusal = desk.drafts.get(this.place).returned?.reason ?? null;
    void this.load();
  }

  async load(): Promise<void> {
    try {
      const told = await this.desk.wire.ask("first_words", { contact: this.contact.key });
      [this.numbers, this.whyNot, this.mostParts] = [told.numbers, told.why_not_sms, told.most_parts];
    } catch (error) {
      this.refusal = sentence(error);
    }
    this.changed();
  }

  /** Sent again unchanged to the same number it keeps its client id: nobody is written to twice. */
  async send(phone: string): Promise<void> {
    const { drafts, wire, notices, addressing } = this.desk;
    const { body, returned } = drafts.get(this.place);
    if (this.sending || !body.trim()) return;
    const same = returned?.body === body && returned.to === phone;
    const client_id = same ? returned.client_id : newClientId();
    this.sending = true;
    this.refusal = null;
    this.changed();
    try {
      await wire.ask("write_sms", { contact: this.contact.key, phone, client_id, body });
      drafts.clear(this.place);
      notices.say("done", gettext("The SMS to %(name)s is on its way.", { name: nameOf(this.contact) }));
      addressing.end();
    } catch (error) {
      this.refusal = sentence(error);
      drafts.return(this.place, { client_id, body, reason: this.refusal, to: phone });
    } finally {
      this.sending = false;
      this.changed();
    }
  }
}

function sentence(error: unknown): string {
  return error instanceof Refused
    ? error.message
    : gettext("The server did not answer. Press again: nothing is sent twice.");
}
