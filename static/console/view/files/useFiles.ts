import { useEffect } from "preact/hooks";
import { attachingOf, meansFiles } from "../../desk/attaching";
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
      const { clipboardData, target } = event;
      const isField = target instanceof HTMLElement && target.id === "composer";
      if (!clipboardData || !isField) return;
      if (!meansFiles(clipboardData.getData("text/plain"), clipboardData.files)) return;
      event.preventDefault();
      attaching.attach(conversation, clipboardData.files);
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
