import type { Boot } from "../boot";
import { newClientId } from "../client_id";
import type { Attachments } from "../model/attachments";
import type { Upload } from "../protocol";
import type { Ask } from "../questions";
import { gettext } from "../words";
import type { Desk } from "./desk";

const desks = new WeakMap<Desk, Attaching>();

/** One a desk: what is on its way can be called back from wherever it shows. */
export function attachingOf(desk: Desk): Attaching {
  const known = desks.get(desk) ?? new Attaching(desk.wire.ask, desk.attachments, desk.boot.files);
  desks.set(desk, known);
  return known;
}

const MOST = 10; // as many as the server takes with one text

/** A table copied from a sheet comes as a picture, too: its words are meant. A file that was copied
 * on a Mac or on Linux comes with its name or its path for words: the file is meant. */
export function meansFiles(text: string, files: Iterable<Pick<File, "name">>): boolean {
  const names = [...files].map(({ name }) => name);
  const lines = text.split(/[\r\n]+/).filter(Boolean);
  const isOneOf = (line: string) => names.some((name) => line === name || line.endsWith(`/${name}`));
  return names.length > 0 && lines.every(isOneOf);
}

/** Files go to the server as soon as they are chosen, and wait there to be sent. */
export class Attaching {
  readonly #under = new Map<string, XMLHttpRequest>();

  constructor(
    private readonly ask: Ask,
    private readonly attachments: Attachments,
    private readonly limits: Boot["files"],
  ) {}

  attach(conversation: string, files: Iterable<File>): void {
    for (const file of files) {
      const id = newClientId();
      const { name, size } = file;
      const tooMany = this.attachments.of(conversation).length >= MOST;
      const refusal = tooMany
        ? gettext("At most %(most)s files at a time. Send these first.", { most: MOST })
        : this.refusal(file);
      this.attachments.add(conversation, { id, name, size, progress: 0, ...(refusal && { refusal }) });
      if (!refusal) this.#bring(conversation, id, file);
    }
  }

  remove(conversation: string, id: string): void {
    const file = this.attachments.of(conversation).find((one) => one.id === id);
    this.#under.get(id)?.abort();
    this.#under.delete(id);
    this.attachments.remove(conversation, id);
    if (!file?.upload) return;
    // Where nobody hears it, the server forgets the file by itself after some days.
    this.ask("detach", { file: file.upload.key }).catch(() => {});
  }

  /** Said before a byte is sent; the server looks into the file as well. */
  refusal({ name, type, size }: Pick<File, "name" | "type" | "size">): string | null {
    const { accept, most, why_not } = this.limits;
    if (why_not) return why_not;
    const ending = name.slice(name.lastIndexOf(".")).toLowerCase();
    if (!accept.includes(type) && !accept.includes(ending)) {
      return gettext(
        "WhatsApp does not take this kind of file. It takes pictures (JPEG, PNG, WebP), audio (OGG, MP3, AAC, AMR), film (MP4), PDF, Word, Excel, PowerPoint and contact cards (vCard).",
      );
    }
    const limit = (type.startsWith("image/") ? most.image : most.document) ?? Infinity;
    if (size <= limit) return null;
    return gettext("This file is too large: WhatsApp takes at most %(most)s MB of its kind.", {
      most: limit / 2 ** 20,
    });
  }

  #bring(conversation: string, id: string, file: File): void {
    const form = new FormData();
    form.append("csrf_token", document.querySelector<HTMLInputElement>("[name=csrf_token]")?.value ?? "");
    form.append("file", file);
    const call = new XMLHttpRequest();
    this.#under.set(id, call);
    const end = (change: { upload: Upload } | { refusal: string }) => {
      this.#under.delete(id);
      this.attachments.alter(conversation, id, { progress: 1, ...change });
    };
    const lost = gettext("The line broke off before the file was there. Attach it again.");
    call.upload.onprogress = ({ loaded, total }) =>
      this.attachments.alter(conversation, id, { progress: total ? loaded / total : 0 });
    call.onload = () => {
      const { file: upload, error } = answerOf(call);
      end(upload ? { upload } : { refusal: error ?? lost });
    };
    call.onerror = () => end({ refusal: lost });
    call.open("POST", `/conversations/${conversation}/files`);
    call.setRequestHeader("Accept", "application/json");
    call.send(form);
  }
}

function answerOf(call: XMLHttpRequest): { file?: Upload; error?: string } {
  try {
    return JSON.parse(call.responseText) as { file?: Upload; error?: string };
  } catch {
    return {};
  }
}
