import type { Desk } from "../desk/desk";
import { forgetKept } from "../model/drafts";
import type { Store } from "../model/storage";

const PATIENCE = 5000; // ms for the server to confirm what was typed last

/** Signing out: what is typed is kept at the server first, and then gone from the device. */
export function leaveNothing(desk: Desk, store: Store): void {
  const form = document.querySelector<HTMLFormElement>("form[data-sign-out]");
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    desk.drafts.flush();
    const patience = new Promise((over) => setTimeout(over, PATIENCE));
    void Promise.race([desk.keeping.finish(), patience]).then(() => {
      forgetKept(store);
      form.submit();
    });
  });
}
