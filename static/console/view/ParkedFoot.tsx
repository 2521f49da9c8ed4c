import { firstNameOf } from "../desk/names";
import { dateAndHour } from "../format";
import type { Summary } from "../protocol";
import { gettext } from "../words";
import { useDesk } from "./hooks";

/** In the composer's place: until when it is put aside, and the way to go on now. */
export function ParkedFoot({ row }: { row: Summary }) {
  const { acting, profile } = useDesk();
  const values = { name: firstNameOf(row.contact), until: dateAndHour(row.parked_until ?? row.opened_at) };
  return (
    <>
      <p>
        {row.parked_until
          ? gettext("Parked until %(until)s, or until %(name)s writes.", values)
          : gettext("Parked until %(name)s writes.", values)}
      </p>
      {profile.me.takes_chats && (
        <button type="button" class="button button-primary" onClick={() => void acting.takeBack(row)}>
          {gettext("Take back")}
        </button>
      )}
    </>
  );
}
