import { useEffect } from "preact/hooks";
import { attachingOf } from "../../desk/attaching";
import { useDesk } from "../hooks";

/** What is dropped anywhere on the page, or pasted into the field, goes with the next text. */
export function useFiles(conversation: string): void {
  const attaching = attachingOf(useDesk());
  useEffect(() => {
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const onDragOver = (event: DragEvent) => {
      // Else the browser would leave the page for the file.
      if (holdsFiles(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      attaching.attach(conversation, event.dataTransfer!.files);
    };
    const onPaste = (event: ClipboardEvent) => {
      const files = event.clipboardData?.files;
      const isField = event.target instanceof HTMLElement && event.target.id === "composer";
      // A table copied from a sheet comes as a picture, too: its words are meant.
      if (!files?.length || !isField || event.clipboardData!.types.includes("text/plain")) return;
      event.preventDefault();
      attaching.attach(conversation, files);
    };
    document.addEventListener("dragover", onDragOver);
    document.addEventListener("drop", onDrop);
    document.addEventListener("paste", onPaste);
    return () => {
      document.removeEventListener("dragover", onDragOver);
      document.removeEventListener("drop", onDrop);
      document.removeEventListener("paste", onPaste);
    };
  }, [conversation]);
}
