import { newClientId } from "../client_id";
import type { Conversations } from "../model/conversations";
import { Observable } from "../model/observable";
import type { Threads } from "../model/threads";
import type { Contact, ListedTemplate, Named, Summary } from "../protocol";
import { type Ask, Refused } from "../questions";
import { gettext } from "../words";
import type { Opening } from "./opening";

/** To whom a template would go: into a conversation, or to begin one with its contact or another. */
export type Whom =
  | { kind: "reply" | "again"; row: Summary }
  | { kind: "contact"; contact: Contact };

/** Choosing a template and having it sent. */
export class Templates extends Observable {
  whom: Whom | null = null;
  /** Null until the server has told them. */
  listed: ListedTemplate[] | null = null;
  /** From whose numbers this user may write first. */
  services: Named[] = [];
  refusal: string | null = null;
  sending = false;
  /** The same until it is known to have been sent: a second press is the same message. */
  #clientId = "";

  constructor(
    private readonly ask: Ask,
    private readonly conversations: Conversations,
    private readonly threads: Threads,
    private readonly opening: Opening,
  ) {
    super();
  }

  choose(whom: Whom): void {
    this.whom = whom;
    this.refusal = null;
    this.#clientId = newClientId();
    this.changed();
    void this.#load();
  }

  close(): void {
    this.whom = null;
    this.changed();
  }

  async #load(): Promise<void> {
    try {
      const { templates, services } = await this.ask("templates", {});
      this.listed = templates;
      this.services = services;
    } catch (error) {
      this.#failed(error);
    }
    this.changed();
  }

  /** `service`: from whose number, where that is to be chosen. */
  async send(template: string, variables: Record<string, string>, service: string): Promise<void> {
    if (!this.whom || this.sending) return;
    this.sending = true;
    this.refusal = null;
    this.changed();
    try {
      await this.#send(this.whom, { client_id: this.#clientId, template, variables }, service);
    } catch (error) {
      this.#failed(error);
    } finally {
      this.sending = false;
      this.changed();
    }
  }

  async #send(
    whom: Whom,
    letter: { client_id: string; template: string; variables: Record<string, string> },
    service: string,
  ): Promise<void> {
    if (whom.kind === "reply") {
      const conversation = whom.row.key;
      const { messages } = await this.ask("send_template", { conversation, ...letter });
      this.threads.of(conversation).answered(messages);
      this.close();
      return;
    }
    const mark = this.conversations.mark();
    const { conversation } =
      "row" in whom
        ? await this.ask("write_again", { conversation: whom.row.key, ...letter })
        : await this.ask("write_to", { contact: whom.contact.key, service, ...letter });
    this.conversations.answered(conversation, mark);
    // Closed first: under an open dialog nothing else can take the focus.
    this.close();
    this.opening.open(conversation.key, true);
  }

  #failed(error: unknown): void {
    this.refusal =
      error instanceof Refused
        ? error.message
        : gettext("The server did not answer. Press again: nothing is sent twice.");
  }
}
