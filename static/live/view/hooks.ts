import { createContext } from "preact";
import { useContext, useRef, useState } from "preact/hooks";
import { type Placed, arranged } from "../arranged";
import type { Look } from "../look";

export const LookContext = createContext<Look>(undefined as never);
export const PlacesContext = createContext<{ conversations: string; contacts: string }>(undefined as never);

export const useLook = () => useContext(LookContext);

/** Where a conversation is read, answered and taken over. */
export function useAddress(key: string): string {
  return `${useContext(PlacesContext).conversations}/${key}`;
}

/** Where all about a contact stands, and where it is blocked. */
export function useContactAddress(key: string): string {
  return `${useContext(PlacesContext).contacts}/${key}`;
}

/** Rows that keep their places while they are pointed at, and what their list listens to. */
export function useArranged<Row extends { key: string }>(rows: Row[]) {
  const before = useRef<Placed<Row>[]>([]);
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  before.current = arranged(rows, before.current, pointed || focused);
  return {
    placed: before.current,
    holding: {
      onPointerEnter: () => setPointed(true),
      onPointerLeave: () => setPointed(false),
      onFocusIn: () => setFocused(true),
      onFocusOut: (event: FocusEvent) => {
        const list = event.currentTarget as HTMLElement;
        setFocused(list.contains(event.relatedTarget as Node | null));
      },
    },
  };
}
