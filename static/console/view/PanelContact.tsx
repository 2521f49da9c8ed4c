import { addressOf } from "../desk/opening";
import { dateAndHour, moment } from "../format";
import type { About, Agreed, Summary } from "../protocol";
import { gettext } from "../words";
import { Icon } from "./Icon";
import { LastWords } from "./LastWords";
import { useDesk, useModels } from "./hooks";

/** Who it is one talks to: numbers with what was agreed to, where they came from, what was before. */
export function PanelContact({ row }: { row: Summary }) {
  const { acquaintance, addressing, boot } = useDesk();
  useModels(acquaintance);
  const about = acquaintance.of(row.key);
  if (!about) return null;
  return (
    <div class="panel-contact">
      <h3 class="menu-title">{gettext("Contact")}</h3>
      {about.company && (
        <p>
          <bdi>{about.company}</bdi>
        </p>
      )}
      {about.block && (
        <span class={`badge ${about.block === "blocked" ? "badge-bad" : "badge-warn"}`}>
          {about.block === "blocked" ? gettext("blocked") : gettext("asked to be blocked")}
        </span>
      )}
      <Numbers about={about} />
      {!about.block && (
        <button
          type="button"
          class="button button-small"
          onClick={() => addressing.choose({ kind: "contact", contact: row.contact })}
        >
          <Icon name="pencil" />
          {gettext("Write first")}
        </button>
      )}
      {about.came_from && <CameFrom {...about.came_from} />}
      <p>
        <a href={`${boot.urls.contacts}/${about.key}`}>{gettext("All about the contact")}</a>
      </p>
      {!about.block && (
        <p>
          <a href={`${boot.urls.contacts}/${about.key}#block`}>{gettext("Block, or ask for it")}</a>
        </p>
      )}
      <h3 class="menu-title">{gettext("Earlier")}</h3>
      {about.earlier.length ? (
        <ul class="earlier">
          {about.earlier.map((one) => (
            <Earlier key={one.key} row={one} />
          ))}
        </ul>
      ) : (
        <p class="muted">{gettext("No other conversation that you may see.")}</p>
      )}
    </div>
  );
}

function Numbers({ about }: { about: About }) {
  return (
    <ul class="numbers">
      {about.numbers.map((number) => (
        <li key={number.phone}>
          <bdi dir="ltr">{number.phone}</bdi>
          <small class="muted">
            {agreed(gettext("SMS"), number.sms)} · {agreed(gettext("WhatsApp"), number.whatsapp)}
          </small>
          {number.do_not_write && (
            <span class="badge badge-warn">{gettext("do not write")}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

function agreed(channel: string, said: Agreed): string {
  const values = { channel };
  if (said === "yes") return gettext("%(channel)s: agreed", values);
  if (said === "no") return gettext("%(channel)s: taken back", values);
  return gettext("%(channel)s: never said", values);
}

/** The address is told beside its name: whoever made the page may have called it anything. */
function CameFrom({ headline, url }: { headline: string; url: string }) {
  return (
    <p>
      <small class="muted">{gettext("Came from")}</small>
      <br />
      {url ? (
        <>
          <a href={url} target="_blank" rel="noopener noreferrer nofollow">
            <bdi>{headline || url}</bdi>
          </a>
          {headline && (
            <>
              <br />
              <small class="muted">
                <bdi dir="ltr">{url.replace(/^https?:\/\//, "")}</bdi>
              </small>
            </>
          )}
        </>
      ) : (
        <bdi>{headline}</bdi>
      )}
    </p>
  );
}

function Earlier({ row }: { row: Summary }) {
  const { opening } = useDesk();
  const at = row.closed_at ?? row.opened_at;
  return (
    <li>
      <a
        href={addressOf(row.key)}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
          event.preventDefault();
          opening.open(row.key);
        }}
      >
        <bdi>{row.service.name}</bdi>,{" "}
        <time dateTime={at} title={moment(at)}>
          {dateAndHour(at)}
        </time>
      </a>
      {row.outcome && (
        <span class="badge">
          <bdi>{row.outcome.name}</bdi>
        </span>
      )}
      <LastWords last={row.last} />
    </li>
  );
}
