import { gettext, inWords } from "../words";
import { useDesk, useModels } from "./hooks";

/** Nothing leaves: what is written is kept and waits, and who can mend it is led there. */
export function HaltBar() {
  const { halts, profile, boot } = useDesk();
  useModels(halts, profile);
  const mends = profile.me.role === "administrator";
  const reason = mends ? halts.any : halts.account;
  if (!reason) return null;
  return (
    <div class="halt-bar" role="alert">
      <p>
        <strong>{gettext("Sending is stopped")}</strong> {inWords(reason)}{" "}
        {gettext("What you write is kept and leaves once this is mended.")}
      </p>
      {mends && (
        <a class="button button-small" href={boot.urls.system}>
          {gettext("System state")}
        </a>
      )}
    </div>
  );
}
