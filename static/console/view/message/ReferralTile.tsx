import type { Referral } from "../../protocol";
import { gettext } from "../../words";

/** The advertisement that led here. */
export function ReferralTile({ referral }: { referral: Referral }) {
  const { headline, body, url } = referral;
  return (
    <div class="quote">
      <span class="quote-who">{gettext("Came from an advertisement")}</span>
      {headline && <strong dir="auto">{headline}</strong>}
      {body && (
        <span class="quote-words" dir="auto">
          {body}
        </span>
      )}
      {url && (
        <a href={url} target="_blank" rel="noopener noreferrer">
          {gettext("Open the advertisement")}
        </a>
      )}
    </div>
  );
}
