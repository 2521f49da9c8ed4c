import type { Message } from "../../protocol";
import { gettext } from "../../words";
import { useDesk } from "../hooks";

/** To the message as the provider posted it, for who oversees. */
export function RawLink({ message }: { message: Message }) {
  const { me } = useDesk().profile;
  if (me.role === "agent" || message.direction === "out") return null;
  return (
    <a
      class="bubble-raw"
      href={`/messages/${message.key}/raw`}
      target="_blank"
      rel="noopener"
    >
      {gettext("Raw")}
    </a>
  );
}
