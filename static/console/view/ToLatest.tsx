import { gettext } from "../words";
import { Icon } from "./Icon";

export function ToLatest({ unseen, go }: { unseen: number; go(): void }) {
  return (
    <button type="button" class="button to-latest" data-unseen={unseen > 0} onClick={go}>
      <Icon name="arrow" />
      {unseen ? gettext("%(n)s new", { n: unseen }) : gettext("To the latest")}
    </button>
  );
}
