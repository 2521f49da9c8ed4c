import { useState } from "preact/hooks";
import type { Addressed } from "../../desk/addressing";
import type { Contact } from "../../protocol";
import { gettext } from "../../words";
import { TemplatePicker } from "../template/TemplatePicker";
import { ChooseContact } from "./ChooseContact";
import { SmsForm } from "./SmsForm";

type Way = "whatsapp" | "sms";

/** To whom, and by what, somebody is written to who has not written. */
export function WriteFirst({ whom, choose }: { whom: Addressed; choose(contact: Contact): void }) {
  const [way, setWay] = useState<Way>("whatsapp");
  if (whom.kind === "anybody") return <ChooseContact choose={choose} />;
  if (whom.kind !== "contact") return <TemplatePicker whom={whom} />;
  const tab = (name: Way, words: string) => (
    <button
      type="button"
      class="tab"
      aria-current={name === way ? "true" : undefined}
      onClick={() => setWay(name)}
    >
      {words}
    </button>
  );
  return (
    <div class="first">
      <div class="tabs" role="group" aria-label={gettext("By what")}>
        {tab("whatsapp", gettext("WhatsApp, by a template"))}
        {tab("sms", gettext("SMS"))}
      </div>
      {way === "whatsapp" ? <TemplatePicker whom={whom} /> : <SmsForm contact={whom.contact} />}
    </div>
  );
}
