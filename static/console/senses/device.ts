import type { Desk } from "../desk/desk";
import { isLookedAt } from "./looking";
import type { Sounds } from "./sounds";

/** What the device tells the desk: other tabs' writing, a page about to go, a network that came. */
export function followDevice(desk: Desk, sounds: Sounds): void {
  window.addEventListener("storage", ({ key }) => {
    if (key === null) return;
    desk.drafts.reread(key);
    desk.outbox.reread(key);
  });
  window.addEventListener("pagehide", () => desk.drafts.flush());
  document.addEventListener("visibilitychange", () => {
    desk.drafts.flush();
    void desk.keeping.tell();
  });
  window.addEventListener("online", () => desk.wire.tryNow());
  window.addEventListener("offline", () => desk.wire.drop());

  desk.heard = () => {
    if (!isLookedAt()) sounds.play("message");
  };
  let wasLost = false;
  desk.line.subscribe(() => {
    const lost = desk.line.lostFor !== null;
    if (lost && !wasLost) sounds.play("lost");
    wasLost = lost;
  });
}
