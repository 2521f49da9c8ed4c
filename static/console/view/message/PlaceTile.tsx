import type { Place } from "../../protocol";
import { gettext } from "../../words";
import { Icon } from "../Icon";

/** A place: what it is called, where it is, and a map elsewhere for whoever wants one. */
export function PlaceTile({ place }: { place: Place }) {
  const { label, address, latitude, longitude } = place;
  const where = latitude === null || longitude === null ? null : `${latitude}, ${longitude}`;
  return (
    <div class="place">
      <Icon name="location" />
      <div>
        <p>
          <strong dir="auto">{label || gettext("Location")}</strong>
        </p>
        {address && <p dir="auto">{address}</p>}
        {where && (
          <p class="muted">
            <bdi dir="ltr">{where}</bdi>
          </p>
        )}
        {where && (
          <a href={mapOf(latitude!, longitude!)} target="_blank" rel="noopener noreferrer">
            {gettext("Show on a map")}
          </a>
        )}
      </div>
    </div>
  );
}

function mapOf(latitude: number, longitude: number): string {
  const at = `${latitude}/${longitude}`;
  return `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${at}`;
}
