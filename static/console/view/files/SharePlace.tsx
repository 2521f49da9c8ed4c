import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { pointIn } from "../../model/points";
import { gettext } from "../../words";
import { useDesk } from "../hooks";

const LONGEST = 200;

interface Props {
  conversation: string;
  done(): void;
}

/** A place by its two figures, or by a link to a map that holds them; with a name for the pin. */
export function SharePlace({ conversation, done }: Props) {
  const { sending } = useDesk();
  const [where, setWhere] = useState("");
  const [label, setLabel] = useState("");
  const [asked, setAsked] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current!.focus(), []);
  const point = pointIn(where);
  const send = () => {
    setAsked(true);
    if (!point) return field.current!.focus();
    sending.share(conversation, { ...point, label: label.trim(), address: "" });
    done();
  };
  return (
    <form
      class="share"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label class="field">
        {gettext("Link to a map, or latitude and longitude")}
        <input
          ref={field}
          class="input"
          dir="ltr"
          autoComplete="off"
          placeholder="52.2297, 21.0122"
          aria-invalid={asked && !point}
          aria-describedby="where-found"
          value={where}
          onInput={(event) => setWhere(event.currentTarget.value)}
        />
      </label>
      <p id="where-found" class={asked && !point ? "bad" : "muted"} role="status">
        {point ? (
          <bdi dir="ltr">{`${point.latitude}, ${point.longitude}`}</bdi>
        ) : (
          asked &&
          gettext("No place can be read from this. Open a short link in the browser and copy the long one, or type the two figures.")
        )}
      </p>
      <label class="field">
        {gettext("Name of the place, if you like")}
        <input
          class="input"
          dir="auto"
          maxLength={LONGEST}
          value={label}
          onInput={(event) => setLabel(event.currentTarget.value)}
        />
      </label>
      <div class="actions">
        <button type="button" class="button" onClick={done}>
          {gettext("Cancel")}
        </button>
        <button type="submit" class="button button-primary">
          {gettext("Send location")}
        </button>
      </div>
    </form>
  );
}
