/** The device's memory, as far as the models use it; a Map stands in for it in tests. */
export interface Store {
  read(key: string): string | null;
  write(key: string, value: string): void;
  remove(key: string): void;
  keys(): string[];
}

/** Kept where this device is to show notices of the system's own. */
export const NOTICES = "occ.notices";

/** localStorage, which may be switched off or full: then the page forgets, but works. */
export class DeviceStore implements Store {
  readonly #fallback = new Map<string, string>();

  read(key: string): string | null {
    try {
      return localStorage.getItem(key) ?? this.#fallback.get(key) ?? null;
    } catch {
      return this.#fallback.get(key) ?? null;
    }
  }

  write(key: string, value: string): void {
    try {
      localStorage.setItem(key, value);
      this.#fallback.delete(key);
    } catch {
      this.#fallback.set(key, value);
    }
  }

  remove(key: string): void {
    this.#fallback.delete(key);
    try {
      localStorage.removeItem(key);
    } catch {
      // Nothing was stored where nothing can be stored.
    }
  }

  keys(): string[] {
    try {
      return [...new Set([...Object.keys(localStorage), ...this.#fallback.keys()])];
    } catch {
      return [...this.#fallback.keys()];
    }
  }
}

export function parsed<T>(text: string | null): T | null {
  try {
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null;
  }
}
