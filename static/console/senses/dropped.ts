/** A file that is dropped where nothing takes it: else the browser would leave the page for it, and
 * with it the line to the server. Whatever takes files says so before, at the document. */
for (const name of ["dragover", "drop"] as const) {
  window.addEventListener(name, (event) => {
    if (event.defaultPrevented || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "none";
  });
}
