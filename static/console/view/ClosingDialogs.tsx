import { nameOf } from "../desk/names";
import { gettext } from "../words";
import { ClosingQuestion, OutcomeQuestion } from "./parts";
import { Dialog } from "./Dialog";
import type { Closing } from "./useClosing";

/** What is asked before a conversation closes, where anything is. */
export function ClosingDialogs({ asked, ending, confirm, choose, stay, leave }: Closing) {
  const unsent = gettext("There is a text you have not sent");
  const how = ending && gettext("How did it end with %(name)s?", { name: nameOf(ending.contact) });
  return (
    <>
      {how && (
        <Dialog name={how} close={leave}>
          <h2>{how}</h2>
          <OutcomeQuestion choose={choose} stay={leave} />
        </Dialog>
      )}
      {asked && (
        <Dialog name={unsent} close={stay}>
          <h2>{unsent}</h2>
          <ClosingQuestion row={asked} close={confirm} stay={stay} />
        </Dialog>
      )}
    </>
  );
}
