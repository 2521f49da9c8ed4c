/** The agent console: reads what the page says, puts up the desk, draws it. */

import { render } from "preact";
import { readBoot } from "./boot";
import { Desk } from "./desk/desk";
import { Later, type Parts } from "./desk/later";
import { write } from "./format";
import { DeviceStore, NOTICES } from "./model/storage";
import { followDevice } from "./senses/device";
import { fetchLater } from "./senses/idle";
import { leaveNothing } from "./senses/leaving";
import { Sounds } from "./senses/sounds";
import { keepTitle } from "./senses/title";
import { followViewport } from "./senses/viewport";
import { openWire } from "./socket";
import { App } from "./view/App";
import { DeskContext, LaterContext, SoundsContext } from "./view/hooks";
import { catalog, speak } from "./words";

async function start(): Promise<void> {
  const boot = readBoot(document);
  write(boot.language, boot.direction);
  speak(boot.language, await catalog(boot.words));

  const store = new DeviceStore();
  const desk = new Desk(boot, openWire(), store);
  const sounds = new Sounds(boot.offer_sound ?? true);
  followDevice(desk, sounds);
  followViewport();
  leaveNothing(desk, store);
  desk.begin();
  keepTitle(desk);
  const later = new Later(
    (turn) => import(laterAt(boot.urls.later, turn)) as Promise<Parts>,
    (parts) => parts.DeskContext === DeskContext,
  );
  later.subscribe(() => later.parts?.desktopOf(desk));
  fetchLater(later, store.read(NOTICES) !== null);
  render(
    <DeskContext.Provider value={desk}>
      <SoundsContext.Provider value={sounds}>
        <LaterContext.Provider value={later}>
          <App />
        </LaterContext.Provider>
      </SoundsContext.Provider>
    </DeskContext.Provider>,
    document.getElementById("console")!,
  );
}

/** Another address for each try: a browser may remember for good that one failed. */
function laterAt(address: string, turn: number): string {
  return turn ? `${address}${address.includes("?") ? "&" : "?"}turn=${turn}` : address;
}

void start();
