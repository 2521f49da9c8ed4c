/** An element with its properties and what stands in it: nothing of it is ever parsed. */
export const make = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]>,
  ...inside: (Node | string)[]
): HTMLElementTagNameMap[K] => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...inside);
  return made;
};

/** A speech bubble, drawn: a picture by its address would need the page's leave. */
export const bubble = () => {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", "M12 3a9 8 0 0 0-8 12l-2 6 6-2.600A9 8 0 1 0 12 3z");
  svg.append(path);
  return svg;
};
