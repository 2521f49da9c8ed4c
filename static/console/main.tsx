/** The agent console: reads what the page says, puts up the desk, draws it. */

import { render } from "preact";
import { readBoot } from "./boot";
import { Desk } from "./desk/desk";
import { write } from "./format";
import { DeviceStore } from "./model/storage";
import { followDevice } from "./senses/device";
import { leaveNothing } from "./senses/leaving";
import { Sounds } from "./senses/sounds";
import { keepTitle } from "./senses/title";
import { followViewport } from "./senses/viewport";
import { openWire } from "./socket";
import { App } from "./view/App";
import { DeskContext, SoundsContext } from "./view/hooks";
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
  render(
    <DeskContext.Provider value={desk}>
      <SoundsContext.Provider value={sounds}>
        <App />
      </SoundsContext.Provider>
    </DeskContext.Provider>,
    document.getElementById("console")!,
  );
}

void start();
