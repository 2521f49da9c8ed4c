import { useDesk, useModels } from "./hooks";

/** For ears alone. The thread itself is silent: history is never read out. */
export function SpokenWords() {
  const { spoken } = useDesk();
  useModels(spoken);
  return (
    <div class="unseen">
      <div role="log" aria-live="polite">
        <p key={spoken.polite}>{spoken.polite}</p>
      </div>
      <div aria-live="assertive" aria-atomic="true">
        {spoken.urgent}
      </div>
    </div>
  );
}
