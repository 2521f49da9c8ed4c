/** Serves the console without the product: `npm run fake`, then open the printed address.
 *
 * ?lang=fa and ?theme=dark choose; POST /fake/<act> with a JSON body moves the world (see ACTS). */

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { Server } from "socket.io";
import { answers, Refusal } from "./answers.mjs";
import { consolePage, POLICY } from "./page.mjs";
import { World } from "./world.mjs";

const STATIC = fileURLToPath(new URL("../../", import.meta.url));
const TYPES = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

const http = createServer((request, response) => void answer(request, response));
const agents = new Server(http, { serveClient: false }).of("/agents");
let world = new World((name, payload) => agents.emit(name, payload));
let signedOut = false;

const ACTS = {
  reset() {
    signedOut = false;
    world = new World((name, payload) => agents.emit(name, payload));
  },
  offer: ({ seconds }) => world.offer(seconds),
  goes: ({ conversation }) => world.goesTo(world.conversations.get(conversation)),
  say({ conversation, body, count = 1 }) {
    for (let n = 0; n < count; n += 1) world.say(world.conversations.get(conversation), "in", body);
  },
  row: ({ conversation, change }) => world.change(world.conversations.get(conversation), change),
  /** Long threads, without a push. */
  fill({ conversation, count }) {
    const row = world.conversations.get(conversation);
    for (let n = 1; n <= count; n += 1) {
      world.say(row, n % 3 ? "in" : "out", `Line ${n} of a long conversation`, { quietly: true });
    }
  },
  me(change) {
    Object.assign(world.me, change);
    world.publish("user_changed", { user: world.me });
  },
  set: (change) => void Object.assign(world, change),
  cut: () => agents.disconnectSockets(true),
  sign_out() {
    signedOut = true;
    agents.disconnectSockets(true);
  },
  world: () => ({ replies: world.replies, rows: [...world.conversations.values()] }),
};

agents.use((_socket, next) => next(signedOut ? new Error("signed_out") : undefined));
agents.on("connection", (socket) => {
  socket.onAny(async (name, payload, acknowledge) => {
    await new Promise((done) => setTimeout(done, world.delay));
    if (world.mute) return;
    acknowledge(answerTo(name, payload));
  });
});

function answerTo(name, payload) {
  try {
    return structuredClone({ ok: true, ...answers(world)[name](payload) });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, code: error.code, error: error.message };
  }
}

async function answer(request, response) {
  const url = new URL(request.url, "http://fake");
  response.setHeader("Content-Security-Policy", POLICY);
  const act = /^\/fake\/(\w+)$/.exec(url.pathname)?.[1];
  if (act) return respond(response, JSON.stringify((await acted(act, request)) ?? {}), ".json");
  if (url.pathname.startsWith("/static/")) return file(url.pathname, response);
  if (url.pathname.startsWith("/sign-in")) return respond(response, "<title>Sign in</title>");
  respond(response, await html(url));
}

async function acted(act, request) {
  let body = "";
  for await (const chunk of request) body += chunk;
  return ACTS[act](body ? JSON.parse(body) : {});
}

async function html(url) {
  const language = url.searchParams.get("lang") ?? "en";
  const theme = url.searchParams.get("theme");
  const conversation = /^\/conversations\/(.+)$/.exec(url.pathname)?.[1] ?? null;
  return consolePage({ language, theme, me: world.me, conversation, graceSeconds: 30 });
}

async function file(path, response) {
  const inside = normalize(path.slice("/static/".length));
  try {
    respond(response, await readFile(join(STATIC, inside)), extname(inside));
  } catch {
    response.writeHead(404).end();
  }
}

function respond(response, body, extension) {
  response.setHeader("Content-Type", `${TYPES[extension] ?? "text/html"}; charset=utf-8`);
  response.end(body);
}

const port = Number(process.env.PORT ?? 8099);
http.listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${http.address().port}/conversations`));
