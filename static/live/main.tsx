/** The live view: reads what the page says, opens its line, asks once a second, draws. */

import { render } from "preact";
import { write } from "../console/format";
import { openWire } from "../console/socket";
import { catalog, speak } from "../console/words";
import { Look } from "./look";
import type { Ask } from "./protocol";
import { View } from "./view/View";
import { LookContext, PlacesContext } from "./view/hooks";

interface Boot {
  language: string;
  direction: "ltr" | "rtl";
  words: string | null;
  /** The company's: server pages tell times by it, too. */
  zone: string;
  urls: { sign_in: string; conversations: string; contacts: string };
}

const EVERY = 1000; // ms

async function start(): Promise<void> {
  const boot = JSON.parse(document.getElementById("boot")!.textContent!) as Boot;
  write(boot.language, boot.direction, boot.zone);
  speak(boot.language, await catalog(boot.words));

  const wire = openWire<Ask>("/live");
  const look = new Look(wire.ask, () => document.visibilityState === "visible");
  wire.listen({
    up: () => look.line(true),
    down: () => look.line(false),
    // Whoever may look no more is told by the page itself.
    turnedAway: (code) => {
      if (code === "signed_out") location.assign(boot.urls.sign_in);
      else location.reload();
    },
    push: () => undefined,
  });
  setInterval(() => void look.tick(), EVERY);
  document.addEventListener("visibilitychange", () => void look.tick());
  render(
    <LookContext.Provider value={look}>
      <PlacesContext.Provider value={boot.urls}>
        <View />
      </PlacesContext.Provider>
    </LookContext.Provider>,
    document.getElementById("live")!,
  );
}

void start();
