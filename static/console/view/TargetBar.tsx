import { percent } from "../format";
import { gettext } from "../words";
import { useDesk, useModels } from "./hooks";

/** Tells a supervisor which services miss their target just now. */
export function TargetBar() {
  const { rules } = useDesk();
  useModels(rules);
  if (!rules.missed.length) return null;
  return (
    <div class="wrap forgotten" role="alert">
      {rules.missed.map((one) => (
        <p key={one.key}>
          {gettext(
            "%(service)s: in the last hour %(share)s had an answer within %(seconds)s s; the target is %(goal)s.",
            {
              service: one.name,
              share: percent(one.in_time / one.of),
              seconds: one.seconds,
              goal: percent(one.percent / 100),
            },
          )}
        </p>
      ))}
    </div>
  );
}
