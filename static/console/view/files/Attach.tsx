import { useRef, useState } from "preact/hooks";
import { attachingOf } from "../../desk/attaching";
import { gettext } from "../../words";
import { Dialog } from "../Dialog";
import { Disclosure } from "../Disclosure";
import { Icon, type IconName } from "../Icon";
import { useDesk } from "../hooks";
import { ShareCard } from "./ShareCard";
import { SharePlace } from "./SharePlace";
import { useFiles } from "./useFiles";

/** What can go beside words: files, which may be pasted or dropped as well, a place, a card. */
export function Attach({ conversation }: { conversation: string }) {
  const desk = useDesk();
  const attaching = attachingOf(desk);
  useFiles(conversation);
  const chooser = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const [sharing, share] = useState<"place" | "card" | null>(null);
  const { accept, most, why_not } = desk.boot.files;
  const megabytes = (bytes = 0) => Math.floor(bytes / 2 ** 20);
  const limits = gettext("Pictures up to %(image)s MB, all else up to %(other)s MB", {
    image: megabytes(most.image),
    other: megabytes(most.document),
  });
  const item = (icon: IconName, name: string, about: string, refused: boolean, act: () => void) => (
    <li>
      <button
        type="button"
        class="menu-item"
        disabled={refused}
        onClick={() => {
          setOpen(false);
          act();
        }}
      >
        <Icon name={icon} />
        <span class="menu-words">
          {name}
          <small>{about}</small>
        </span>
      </button>
    </li>
  );
  const label = (
    <>
      <Icon name="attach" />
      <span class="unseen">{gettext("Attach")}</span>
    </>
  );
  const place = gettext("Location");
  const card = gettext("Contact card");
  return (
    <>
      <Disclosure label={label} class="button button-quiet send" open={open} setOpen={setOpen} from="above">
        <ul class="menu">
          {item("document", gettext("Files"), why_not ?? limits, why_not !== null, () => chooser.current!.click())}
          {item("location", place, gettext("A place on the map"), false, () => share("place"))}
          {item("contacts", card, why_not ?? gettext("Somebody's name and number"), why_not !== null, () => share("card"))}
        </ul>
      </Disclosure>
      <input
        ref={chooser}
        type="file"
        hidden
        multiple
        accept={accept.join(",")}
        onChange={(event) => {
          attaching.attach(conversation, event.currentTarget.files ?? []);
          event.currentTarget.value = "";
        }}
      />
      {sharing && (
        <Dialog name={sharing === "place" ? place : card} close={() => share(null)}>
          <h2>{sharing === "place" ? place : card}</h2>
          {sharing === "place" ? (
            <SharePlace conversation={conversation} done={() => share(null)} />
          ) : (
            <ShareCard conversation={conversation} done={() => share(null)} />
          )}
        </Dialog>
      )}
    </>
  );
}
