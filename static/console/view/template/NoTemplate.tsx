import { gettext } from "../../words";
import { useDesk } from "../hooks";

/** How to come by one. */
export function NoTemplate() {
  const { boot } = useDesk();
  return (
    <div class="picker-none">
      <p>
        {gettext(
          "WhatsApp has not approved any template yet. They are made in Twilio's console, under Messaging → Content Template Builder, and sent to WhatsApp for approval, which takes minutes to a day. Then they stand here.",
        )}
      </p>
      {boot.urls.templates ? (
        <a href={boot.urls.templates}>{gettext("Settings → Templates")}</a>
      ) : (
        <p>{gettext("Ask an administrator for one. What you have written is kept as a draft.")}</p>
      )}
    </div>
  );
}
