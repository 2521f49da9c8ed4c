import { useEffect } from "preact/hooks";
import { gettext } from "../words";
import { ClosingDialogs } from "./ClosingDialogs";
import { Dialog } from "./Dialog";
import { LineBar } from "./LineBar";
import { Lists } from "./Lists";
import { Notices } from "./Notices";
import { OfferSlot } from "./OfferSlot";
import { Panel } from "./Panel";
import { HaltBar, KeySheet, Palette } from "./parts";
import { SpokenWords } from "./SpokenWords";
import { WritingTo } from "./WritingTo";
import { ThreadPane } from "./ThreadPane";
import { TopBar } from "./TopBar";
import { useDesk, useModels } from "./hooks";
import { useActs } from "./useActs";
import { useClosing } from "./useClosing";
import { useKeys } from "./useKeys";
import { useScreen } from "./useScreen";

/** The console: one page, its regions in the order of the focus. */
export function App() {
  const desk = useDesk();
  const { opening } = desk;
  useModels(opening);
  const screen = useScreen();
  const closing = useClosing();
  const acts = useActs(screen, closing);
  useKeys(acts, desk.boot.single_keys ?? true);
  useShowMine(() => screen.showList("mine"));
  const uncover = () => screen.setOver(null);

  return (
    <div class="console" data-view={opening.current === null ? "list" : "thread"}>
      <SkipLinks />
      <TopBar
        showWaiting={() => screen.showList("waiting")}
        showHelp={() => screen.setOver("keys")}
        search={() => screen.setOver("palette")}
      />
      <HaltBar />
      <LineBar />
      <OfferSlot />
      <Lists shown={screen.list} show={screen.showList} />
      <ThreadPane screen={screen} close={() => desk.open && closing.ask(desk.open)} />
      <Panel shown={screen.details} hide={() => screen.showDetails(false)} />
      <Notices />
      <SpokenWords />
      {screen.over === "palette" && (
        <Dialog name={gettext("Search")} class="palette" close={uncover}>
          <Palette acts={acts} close={uncover} />
        </Dialog>
      )}
      {screen.over === "keys" && (
        <Dialog name={gettext("Keys")} close={uncover}>
          <KeySheet />
        </Dialog>
      )}
      <WritingTo />
      <ClosingDialogs {...closing} />
    </div>
  );
}

function SkipLinks() {
  return (
    <div class="skip-links">
      <a href="#list">{gettext("To the list")}</a>
      <a href="#thread">{gettext("To the conversation")}</a>
      <a href="#composer">{gettext("To the answer")}</a>
    </div>
  );
}

/** What I have just accepted or taken stands in Mine. */
function useShowMine(show: () => void): void {
  const { conversations, opening } = useDesk();
  useEffect(() => {
    let before = "";
    return conversations.subscribe(() => {
      const row = opening.current === null ? undefined : conversations.get(opening.current);
      const now = row?.state === "active" && conversations.isMine(row) ? row.key : "";
      if (now && now !== before) show();
      before = now;
    });
  }, []);
}
