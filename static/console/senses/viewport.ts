/** Keeps the composer above a phone's keyboard where the browser lays the keyboard over the page. */
export function followViewport(): void {
  const viewport = window.visualViewport;
  if (!viewport) return;
  viewport.addEventListener("resize", () => {
    // Zooming in also makes it smaller; then the page stays as it is.
    if (viewport.scale > 1.01) return;
    document.body.style.setProperty("--viewport", `${viewport.height}px`);
  });
}
