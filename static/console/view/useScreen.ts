import { useEffect, useState } from "preact/hooks";
import type { ListName } from "./Lists";
import { useDesk } from "./hooks";

export type Screen = ReturnType<typeof useScreen>;

/** What of the console is open: which list, which menu, and what stands over the page. */
export function useScreen() {
  const { opening } = useDesk();
  const [list, showList] = useState<ListName>("mine");
  const [over, setOver] = useState<"keys" | "palette" | null>(null);
  const [menu, setMenu] = useState<"hand_over" | "park" | null>(null);
  const [details, showDetails] = useState(false);
  const [finding, setFinding] = useState(false);
  useEffect(() => {
    showDetails(false);
    setFinding(false);
  }, [opening.current]);
  return { list, showList, over, setOver, menu, setMenu, details, showDetails, finding, setFinding };
}
