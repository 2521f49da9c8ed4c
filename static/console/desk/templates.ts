import { newClientId } from "../client_id";
import { Observable } from "../model/observable";
import type { ListedTemplate, Named } from "../protocol";
import { Refused } from "../questions";
import { gettext } from "../words";
import type { Whom } from "./addressing";
import type { Desk } from "./desk";

/** Choosing a template for somebody and having it sent. */
export class Templates extends Observable {
  /** Null until the server has told them. */
  listed: ListedTemplate[] | null = null;
  /** From whose numbers this user may write first. */
  services: Named[] = [];
  refusal: string | null = null;
  sending = false;
  /** The same until it is known to have been sent: a second press is the same message. */
  readonly #clientId = newClientId();

  constructor(
    private readonly desk: Desk,
    private readonly whom: Whom,
  ) {
    super();
    void this.#load();
  }

  async #load(): Promise<void> {
    try {
      const { templates, services } = await this.desk.wire.ask("templates", {});
      this.listed = templates;
      this.services = services;
    } catch (error) {
      this.#failed(error);
    }
    this.changed();
  }

  /** `service`: from whose number, where that is to be chosen. */
  async send(template: string, variables: Record<string, string>, service: string): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    this.refusal = null;
    this.changed();
    try {
      await this.#send({ client_id: this.#clientId, template, variables }, service);
    } catch (error) {
      this.#failed(error);
    } finally {
      this.sending = false;
      this.changed();
    }
  }

  async #send(
    letter: { client_id: string; template: string; variables: Record<string, string> },
    service: string,
  ): Promise<void> {
    const { whom } = this;
    const { wire, conversations, threads, addressing, opening } = this.desk;
    if (whom.kind === "reply") {
      const conversation = whom.row.key;
      const { messages } = await wire.ask("send_template", { conversation, ...letter });
      threads.of(conversation).answered(messages);
      addressing.end();
      return;
    }
    const mark = conversations.mark();
    const { conversation } =
      "row" in whom
        ? await wire.ask("write_again", { conversation: whom.row.key, ...letter })
        : await wire.ask("write_to", { contact: whom.contact.key, service, ...letter });
    conversations.answered(conversation, mark);
    // Ended first: under an open dialog nothing else can take the focus.
    addressing.end();
    opening.open(conversation.key, true);
  }

  #failed(error: unknown): void {
    this.refusal =
      error instanceof Refused
        ? error.message
        : gettext("The server did not answer. Press again: nothing is sent twice.");
  }
}
