const EVERY = 500; // ms

/** Loads the page anew once the state it shows has changed at the server, and not before. */
export function follow(part: HTMLElement): void {
  const { follow: address = "", state } = part.dataset;
  const look = async (): Promise<void> => {
    if ((await stateAt(address, state)) === state) setTimeout(() => void look(), EVERY);
    else location.reload();
  };
  setTimeout(() => void look(), EVERY);
}

/** `otherwise` where nobody answers: what is shown stays. */
async function stateAt(address: string, otherwise: string | undefined) {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    return answer.ok ? ((await answer.json()) as { state: string }).state : otherwise;
  } catch {
    return otherwise;
  }
}
