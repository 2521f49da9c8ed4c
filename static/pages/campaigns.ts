/** Figures of campaigns, as they are pushed; without script the page shows them as it was made. */

import { io } from "socket.io-client";

type Told = {
  key: string;
  state: string;
  handed: number;
  figures: Record<string, [people: number, parts: number, spent: number]>;
};

const LOOK_EVERY = 15_000; // ms
const number = new Intl.NumberFormat(document.documentElement.lang);
const states = new Map<string, string>();
const socket = io("/campaigns", { transports: ["websocket", "polling"], tryAllTransports: true });

let isLeaving = false;
// The answer to what was just pressed shows the new state; a reload would take its place.
addEventListener("submit", () => (isLeaving = true));
socket.on("campaign_changed", show);
// Pushes are hints: what was missed while the line was down is asked for.
socket.on("connect", () => void look());
setInterval(() => void look(), LOOK_EVERY);

async function look(): Promise<void> {
  if (!socket.connected) return;
  const answer: { ok: boolean; campaigns?: Told[] } = await socket.emitWithAck("figures", {
    campaigns: cards().map((card) => card.dataset.campaign),
  });
  answer.campaigns?.forEach(show);
}

function cards(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-campaign]")];
}

function show(told: Told): void {
  const card = cards().find((each) => each.dataset.campaign === told.key);
  if (!card) return;
  const [, parts, spent] = told.figures.accepted ?? [0, 0, 0];
  put(card, "handed", told.handed);
  put(card, "delivered", told.figures.delivered?.[0] ?? 0);
  put(card, "parts", parts);
  put(card, "spent", spent / 1000);
  const meter = card.querySelector<HTMLMeterElement>("meter[data-figure]");
  if (meter) meter.value = told.handed;
  const before = states.get(told.key) ?? card.dataset.state;
  states.set(told.key, told.state);
  // What can be done has changed: the server's page says it.
  if (before !== undefined && before !== told.state && !isLeaving) location.reload();
}

function put(card: HTMLElement, figure: string, value: number): void {
  const place = card.querySelector(`[data-figure="${figure}"]`);
  if (place) place.textContent = number.format(value);
}
