/** A page's surroundings, as far as the senses ask them: its focus, and the system's notices. */

interface Shown {
  title: string;
  body: string;
  tag: string;
}

export class FakePage extends EventTarget {
  looked = false;
  permission: NotificationPermission = "default";
  /** What the reader presses when the browser asks. */
  answer: NotificationPermission = "granted";
  /** As browsers of telephones do. */
  throws = false;
  standing: (Shown & { onclick: () => void })[] = [];
  focused = 0;

  constructor() {
    super();
    const page = this;
    class FakeNotification {
      onclick = () => {};
      readonly body: string;
      readonly tag: string;

      constructor(
        readonly title: string,
        { body, tag }: NotificationOptions,
      ) {
        if (page.throws) throw new TypeError("Illegal constructor.");
        this.body = body ?? "";
        this.tag = tag ?? "";
        if (page.permission !== "granted") return;
        page.standing = [...page.standing.filter((one) => one.tag !== tag), this];
      }

      static get permission() {
        return page.permission;
      }

      static async requestPermission() {
        page.permission = page.permission === "default" ? page.answer : page.permission;
        return page.permission;
      }

      close() {
        page.standing = page.standing.filter((one) => one !== this);
      }
    }
    Object.assign(globalThis, { window: this, isSecureContext: true, Notification: FakeNotification });
    Object.assign(this, { Notification: FakeNotification, focus: () => (this.focused += 1) });
    Object.assign(globalThis, { document: { visibilityState: "visible", hasFocus: () => this.looked } });
  }

  /** What stands on the reader's screen, as it reads. */
  get read(): string[] {
    return this.standing.map(({ title, body }) => `${title} | ${body.replaceAll("\n", " / ")}`);
  }
}

/** Once it is so; a lock comes and goes some turns after it was asked for. */
export async function until(so: () => boolean): Promise<void> {
  while (!so()) await new Promise((done) => setTimeout(done));
}
