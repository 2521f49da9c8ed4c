import { waitedFor } from "../model/rules";
import { gettext, ngettext } from "../words";
import { useDesk, useModels, useTick } from "./hooks";

/** Tells a supervisor of customers whom colleagues have forgotten. */
export function AlertBar({ show }: { show(): void }) {
  const { conversations, rules, clock } = useDesk();
  useModels(conversations, rules);
  useTick(10);
  const now = clock.now();
  const forgotten = conversations
    .others()
    .filter((row) => waitedFor(row, rules.alertAfter(row.service.key), now));
  if (!forgotten.length) return null;
  return (
    <div class="wrap forgotten" role="alert">
      <p>
        {ngettext(
          "%(n)s customer of a colleague has waited too long for an answer.",
          "%(n)s customers of colleagues have waited too long for an answer.",
          forgotten.length,
        )}
      </p>
      <button type="button" class="button button-small" onClick={show}>
        {gettext("See")}
      </button>
    </div>
  );
}
