import { gettext } from "../words";
import { KeyTable } from "./KeyTable";

/** All keys, over the page. */
export function KeySheet() {
  return (
    <>
      <h2>{gettext("Keys")}</h2>
      <KeyTable />
      <p class="muted">
        {gettext("Single letters work outside text fields. On a Mac, ⌘ stands for Ctrl.")}
      </p>
      <form method="dialog" class="actions">
        <button class="button button-primary">{gettext("Done")}</button>
      </form>
    </>
  );
}
