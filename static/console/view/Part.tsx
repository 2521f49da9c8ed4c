import { type ComponentType, h } from "preact";
import { useContext, useEffect } from "preact/hooks";
import type { Parts } from "../desk/later";
import { gettext } from "../words";
import { LaterContext, useModels } from "./hooks";

type Drawn = {
  [Name in keyof Parts]: Parts[Name] extends (props: infer Props) => unknown ? Props : never;
};

/** A component of the second bundle, and what stands in its place until it is here. */
export function part<Name extends keyof Drawn>(
  name: Name,
  Meanwhile: ComponentType<Drawn[Name]> = Missing,
): ComponentType<Drawn[Name]> {
  return function Part(props) {
    const later = useContext(LaterContext);
    useModels(later);
    useEffect(() => later.want(), []);
    const known = later.parts?.[name] as ComponentType<Drawn[Name]> | undefined;
    return known ? h(known, props as never) : h(Meanwhile, props as never);
  };
}

function Missing() {
  const later = useContext(LaterContext);
  if (later.state === "renewed") {
    return (
      <div class="question" role="alert">
        <p>
          {gettext("The console was renewed on the server. Load the page again: what you have typed is kept.")}
        </p>
        <button type="button" class="button" onClick={() => location.reload()}>
          {gettext("Load again")}
        </button>
      </div>
    );
  }
  if (later.state !== "lost") return <p class="question late">{gettext("Still loading: the server is slow to answer.")}</p>;
  return (
    <div class="question" role="alert">
      <p>{gettext("This could not be loaded: the server does not answer. It is tried again by itself.")}</p>
      <button type="button" class="button" onClick={() => void later.fetch()}>
        {gettext("Try now")}
      </button>
    </div>
  );
}
