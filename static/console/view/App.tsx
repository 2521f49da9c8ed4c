import { useEffect, useState } from "preact/hooks";
import type { Summary } from "../protocol";
import { gettext } from "../words";
import { ClosingDialogs } from "./ClosingDialogs";
import { HaltBar } from "./HaltBar";
import { Dialog } from "./Dialog";
import { LineBar } from "./LineBar";
import { type ListName, Lists } from "./Lists";
import { Notices } from "./Notices";
import { OfferSlot } from "./OfferSlot";
import { Panel } from "./Panel";
import { KeySheet, Palette } from "./parts";
import { SpokenWords } from "./SpokenWords";
import { WritingTo } from "./WritingTo";
import { ThreadPane } from "./ThreadPane";
import { TopBar } from "./TopBar";
import { useDesk, useModels } from "./hooks";
import { focusComposer, moveInList, stepBack } from "./moves";
import { useClosing } from "./useClosing";
import { useKeys } from "./useKeys";

/** The console: one page, its regions in the order of the focus. */
export function App() {
  const desk = useDesk();
  const { opening, conversations } = desk;
  useModels(opening);
  const [list, setList] = useState<ListName>("mine");
  const [help, setHelp] = useState(false);
  const [searching, setSearching] = useState(false);
  const [handingOver, setHandingOver] = useState(false);
  const [parking, setParking] = useState(false);
  const [details, setDetails] = useState(false);
  const closing = useClosing();
  useShowMine(() => setList("mine"));
  useEffect(() => setDetails(false), [opening.current]);

  const step = (by: 1 | -1) => {
    const rows = rowsOf(list);
    const next = rows[rows.findIndex((row) => row.key === opening.current) + by];
    if (next) opening.open(next.key, true);
  };
  const rowsOf = (name: ListName): Summary[] =>
    name === "closing" ? desk.closingSoon() : conversations[name]();
  const actedOn = () => (desk.open && desk.mayAct(desk.open) ? desk.open : null);
  const inHand = () => (actedOn()?.state === "active" ? actedOn() : null);

  useKeys(
    {
      accept: () => {
        const [offer] = conversations.offers();
        if (!offer) return false;
        void desk.acting.accept(offer);
      },
      previous: () => step(-1),
      next: () => step(1),
      needs_me: () => desk.openNeedingMe(),
      help: () => setHelp(true),
      palette: () => setSearching(true),
      down: () => moveInList(1),
      up: () => moveInList(-1),
      template: () => desk.chooseTemplate(),
      reply: () => (opening.noting ? opening.write(false) : focusComposer()),
      note: () => (desk.open ? opening.write(true) : false),
      other_writing: () => (desk.open ? opening.write(!opening.noting) : false),
      hand_over: () => (actedOn() ? setHandingOver(true) : false),
      park: () => (inHand() ? setParking(true) : false),
      close: () => {
        const row = inHand();
        if (row) closing.ask(row);
        return row !== null;
      },
      back: () => (details ? setDetails(false) : stepBack()),
    },
    desk.boot.single_keys ?? true,
  );

  return (
    <div class="console" data-view={opening.current === null ? "list" : "thread"}>
      <SkipLinks />
      <TopBar showWaiting={() => setList("waiting")} showHelp={() => setHelp(true)} search={() => setSearching(true)} />
      <HaltBar />
      <LineBar />
      <OfferSlot />
      <Lists shown={list} show={setList} />
      <ThreadPane
        handingOver={handingOver}
        setHandingOver={setHandingOver}
        parking={parking}
        setParking={setParking}
        close={() => desk.open && closing.ask(desk.open)}
        details={details}
        showDetails={setDetails}
      />
      <Panel shown={details} hide={() => setDetails(false)} />
      <Notices />
      <SpokenWords />
      {searching && (
        <Dialog name={gettext("Search")} class="palette" close={() => setSearching(false)}>
          <Palette close={() => setSearching(false)} />
        </Dialog>
      )}
      {help && (
        <Dialog name={gettext("Keys")} close={() => setHelp(false)}>
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
