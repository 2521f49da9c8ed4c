/** The one socket of this page: only here are its address and the events' names known. */

import { io } from "socket.io-client";
import type { Push } from "./protocol";
import { type Ask, Refused, Unanswered } from "./questions";

const NAMESPACE = "/agents";
const ANSWER_WITHIN = 8000; // ms
const HUNG_UP = 500; // ms until a page that the server hung up on comes back
const PUSHES: Push["name"][] = [
  "message_added",
  "message_changed",
  "note_added",
  "lookers_changed",
  "conversation_changed",
  "thread_changed",
  "user_changed",
  "passed",
];

export interface Listener {
  up(): void;
  down(): void;
  /** The server will not have this page: `signed_out`, or a sentence. */
  turnedAway(code: string): void;
  push(event: Push): void;
}

export interface Wire<Asking = Ask> {
  ask: Asking;
  listen(listener: Listener): void;
  /** Try to connect now, without waiting for the next turn. */
  tryNow(): void;
  /** Give up a line that looks open and answers nothing; trying again begins by itself. */
  drop(): void;
}

type Answer = { ok: true } | { ok: false; code?: string; error?: string };

/** `Asking`: what may be asked in that namespace, and how it answers. */
export function openWire<Asking = Ask>(namespace = NAMESPACE): Wire<Asking> {
  const socket = io(namespace, {
    autoConnect: false,
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5000,
    timeout: ANSWER_WITHIN,
  });

  const ask = async (name: string, payload: object) => {
    if (!socket.connected) throw new Unanswered(name);
    let answer: Answer;
    try {
      answer = await socket.timeout(ANSWER_WITHIN).emitWithAck(name, payload);
    } catch {
      throw new Unanswered(name);
    }
    if (!answer.ok) throw new Refused(answer.code ?? "refused", answer.error ?? "");
    return answer;
  };

  return {
    ask: ask as Asking,
    listen(listener) {
      socket.on("connect", () => listener.up());
      socket.on("disconnect", (reason) => {
        listener.down();
        // The server hung up: coming back is ours to try, and tells whether we still may.
        if (reason === "io server disconnect") setTimeout(() => socket.connect(), HUNG_UP);
      });
      socket.on("connect_error", (error) => {
        // A refusal ends the trying; a line that could not be had does not.
        if (socket.active) listener.down();
        else listener.turnedAway(codeOf(error));
      });
      for (const name of PUSHES) {
        socket.on(name, (payload) => listener.push({ name, payload } as Push));
      }
      socket.connect();
    },
    tryNow() {
      if (socket.connected) return;
      socket.disconnect().connect();
    },
    drop() {
      socket.io.engine?.close();
    },
  };
}

function codeOf(error: Error & { data?: { code?: string } }): string {
  return error.data?.code ?? error.message;
}
