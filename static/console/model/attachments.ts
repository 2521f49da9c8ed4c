import type { Upload } from "../protocol";
import { Observable } from "./observable";

/** A file in the composer: on its way to the server, there, or refused. */
export interface Attached {
  id: string;
  name: string;
  size: number;
  /** 0 to 1. */
  progress: number;
  upload?: Upload;
  refusal?: string;
}

/** Files that wait to be sent, by conversation; the server has them, and this the list. */
export class Attachments extends Observable {
  readonly #files = new Map<string, Attached[]>();

  of(conversation: string): Attached[] {
    return this.#files.get(conversation) ?? [];
  }

  ready(conversation: string): Upload[] {
    return this.of(conversation).flatMap(({ upload }) => upload ?? []);
  }

  /** Some are still on their way: what is sent now would go without them. */
  isBusy(conversation: string): boolean {
    return this.of(conversation).some(({ upload, refusal }) => !upload && !refusal);
  }

  add(conversation: string, file: Attached): void {
    this.#set(conversation, [...this.of(conversation), file]);
  }

  alter(conversation: string, id: string, change: Partial<Attached>): void {
    const files = this.of(conversation).map((one) => (one.id === id ? { ...one, ...change } : one));
    this.#set(conversation, files);
  }

  remove(conversation: string, id: string): void {
    this.#set(conversation, this.of(conversation).filter((one) => one.id !== id));
  }

  /** Those that are ready have left with a text, the others stay. */
  sent(conversation: string): void {
    this.#set(conversation, this.of(conversation).filter(({ upload }) => !upload));
  }

  giveBack(conversation: string, uploads: Upload[]): void {
    this.#set(conversation, [...uploads.map(there), ...this.of(conversation)]);
  }

  /** What the server holds; what is under way to it stays, what left with a text is `gone`. */
  start(held: Record<string, Upload[]>, gone: Set<string>): void {
    for (const conversation of new Set([...this.#files.keys(), ...Object.keys(held)])) {
      const uploads = (held[conversation] ?? []).filter(({ key }) => !gone.has(key));
      const underWay = this.of(conversation).filter(({ upload }) => !upload);
      this.#set(conversation, [...uploads.map(there), ...underWay]);
    }
  }

  /** The conversation has gone on in another. */
  move(from: string, to: string): void {
    this.#set(to, [...this.of(to), ...this.of(from)]);
    this.#set(from, []);
  }

  #set(conversation: string, files: Attached[]): void {
    if (files.length) this.#files.set(conversation, files);
    else this.#files.delete(conversation);
    this.changed();
  }
}

function there(upload: Upload): Attached {
  return { id: upload.key, name: upload.name ?? "", size: upload.size, progress: 1, upload };
}
