import { createContext } from "preact";
import { useContext, useEffect, useReducer } from "preact/hooks";
import type { Desk } from "../desk/desk";
import type { Later } from "../desk/later";
import type { Observable } from "../model/observable";
import type { Sounds } from "../senses/sounds";

export const DeskContext = createContext<Desk>(undefined as never);
export const SoundsContext = createContext<Sounds>(undefined as never);
export const LaterContext = createContext<Later>(undefined as never);

export const useDesk = () => useContext(DeskContext);

/** Draw again whenever one of the models changes. */
export function useModels(...models: Observable[]): void {
  const [, redraw] = useReducer<number, void>((n) => n + 1, 0);
  useEffect(() => {
    const endings = models.map((model) => model.subscribe(redraw));
    redraw();
    return () => endings.forEach((end) => end());
  }, models);
}

const ticks = new Set<(second: number) => void>();
let second = 0;
setInterval(() => {
  second += 1;
  for (const tick of ticks) tick(second);
}, 1000);

/** Draw again every so many seconds: for ages and countdowns. */
export function useTick(seconds = 1): void {
  const [, redraw] = useReducer<number, void>((n) => n + 1, 0);
  useEffect(() => {
    const tick = (now: number) => {
      if (now % seconds === 0) redraw();
    };
    ticks.add(tick);
    return () => void ticks.delete(tick);
  }, [seconds]);
}
