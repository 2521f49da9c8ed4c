import type { Message } from "../../protocol";
import { gettext, inWords } from "../../words";
import { Icon } from "../Icon";
import { iconOf } from "../kinds";
import { FileTile } from "./FileTile";
import { PlaceTile } from "./PlaceTile";
import { QuoteTile } from "./QuoteTile";
import { ReferralTile } from "./ReferralTile";

interface Props {
  message: Message;
  conversation: string;
}

/** What a message is beside its text: what it answers, where it comes from, its files. */
export function Around({ message, conversation }: Props) {
  const { details, media, line } = message;
  return (
    <>
      {details?.forwarded && <Forwarded how={details.forwarded} />}
      {details?.quote && <QuoteTile quote={details.quote} conversation={conversation} />}
      {details?.referral && <ReferralTile referral={details.referral} />}
      {media.map((file) => (
        <FileTile key={file.key} {...{ file, message, conversation }} />
      ))}
      {details?.place && <PlaceTile place={details.place} />}
      {line && media.length === 0 && !details?.place && (
        <p class="bubble-kind">
          <Icon name={iconOf(message.kind)} />
          <span>{inWords(line)}</span>
        </p>
      )}
    </>
  );
}

function Forwarded({ how }: { how: "once" | "often" }) {
  return (
    <p class="bubble-mark">
      <Icon name="forwarded" />
      {how === "often" ? gettext("Forwarded many times") : gettext("Forwarded")}
    </p>
  );
}
