/** Drawn on a 24-unit grid with one line width; `mirrored` ones point along the line of reading. */
const PATHS = {
  back: "M15 5l-7 7 7 7",
  down: "M6 9l6 6 6-6",
  up: "M6 15l6-6 6 6",
  arrow: "M12 5v14M6 13l6 6 6-6",
  send: "M4 12L20 5l-5 15-3.5-6.5L4 12zM11.5 13.5L20 5",
  pencil: "M5 19l1-4L16.5 4.5l3 3L9 18l-4 1z",
  info: "M12 11v6M12 7.5v.5M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
  give: "M10 12a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3.5 19.5c.6-3.3 3-5 6.5-5 1.2 0 2.3.2 3.2.6M15 17h6M18.5 14.5L21 17l-2.5 2.5",
  done: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8 12.5l2.8 2.8L16 9.5",
  help: "M9.2 9.3a2.9 2.9 0 1 1 4.3 2.6c-.9.5-1.5 1-1.5 2.1M12 17.4v.2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
  silent: "M4 10v4h3l5 4V6L7 10H4zM16 9.5l5 5M21 9.5l-5 5",
  answered: "M10 7L4 12l6 5v-3.5c5 0 8 1 10 4-.5-6-4-9-10-9V7z",
  timer: "M12 21a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 9v4l2.5 2M9.5 2.5h5",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.8-3.7 3.7-5.5 7.5-5.5s6.7 1.8 7.5 5.5",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5",
  park: "M9 6v12M15 6v12",
  close: "M6 6l12 12M18 6L6 18",
  list: "M4 6.5h16M4 12h16M4 17.5h16",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5v.1",
  audio: "M12 3.5a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0v-5a3 3 0 0 0-3-3zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3",
  video: "M3.5 6h12v12h-12zM15.5 10.5l5-3v9l-5-3",
  document: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
  contacts: "M12 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM6.5 18c.6-3 2.8-4.5 5.5-4.5s4.9 1.5 5.5 4.5M3.5 2.5h17v19h-17z",
  location: "M12 21c-4-5-6-8-6-11a6 6 0 0 1 12 0c0 3-2 6-6 11zM12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  forwarded: "M14 7l6 5-6 5v-3.5c-5 0-8 1-10 4 .5-6 4-9 10-9V7z",
  attach: "M19 11l-7.5 7.5a4.5 4.5 0 0 1-6.4-6.4L13 4.3a3 3 0 0 1 4.2 4.2L9.5 16.2a1.5 1.5 0 0 1-2.1-2.1L14 7.5",
  template: "M5 4h14v16H5zM8.5 8h7M8.5 12h7M8.5 16h4",
  other: "M5 4h14v12H9l-4 4z",
};
const MIRRORED = new Set(["back", "send", "answered", "forwarded", "give"]);

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  const names = MIRRORED.has(name) ? "icon icon-mirrored" : "icon";
  return (
    <svg class={names} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
