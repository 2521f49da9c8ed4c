/** What the fake server answers to each question. */

const PAGE = 50;

export class Refusal extends Error {
  constructor(code, sentence) {
    super(sentence);
    this.code = code;
  }
}

export function answers(world) {
  const row = (key) => {
    const found = world.conversations.get(key);
    if (!found) throw new Refusal("not_found", "This conversation does not exist, or is not yours.");
    return found;
  };
  const offered = (interaction) =>
    [...world.conversations.values()].find((one) => one.interaction === interaction);
  const findMessage = (key) => {
    for (const [conversation, messages] of world.messages) {
      const message = messages.find((one) => one.key === key);
      if (message) return [world.conversations.get(conversation), message];
    }
    throw new Refusal("not_found", "This message does not exist.");
  };
  const open = (key) => {
    if (world.me.seats_taken >= world.me.max_interactions) {
      throw new Refusal("full", "You have 5 of 5 conversations. Close one to take another.");
    }
    const taken = row(key);
    world.accept(taken);
    return { conversation: taken };
  };
  return {
    snapshot: () => world.snapshot(),
    renew: () => ({ heads: world.heads, waits: {}, halts: [], queue: { length: 0, oldest: null }, server_time: new Date().toISOString() }),
    catch_up: ({ cursors }) => ({ events: world.since(cursors), heads: world.heads }),
    open({ conversation, before = Infinity }) {
      const found = row(conversation);
      const older = world.messages.get(conversation).filter((one) => one.number < before);
      return { conversation: found, messages: older.slice(-PAGE), more: older.length > PAGE, happenings: [], notes: [] };
    },
    accept({ interaction }) {
      const found = offered(interaction);
      if (found?.state !== "offered") throw new Refusal("gone", "This offer has ended.");
      world.accept(found);
      return { conversation: found };
    },
    shown: () => ({}),
    decline({ interaction }) {
      const found = offered(interaction);
      world.change(found, { state: "waiting", agent: null, offer: null, interaction: null });
      return { conversation: found };
    },
    take: ({ conversation }) => open(conversation),
    draft: () => ({}),
    read({ conversation, number }) {
      world.change(row(conversation), { read_until: number, unread: 0, heard: null });
      return {};
    },
    close({ conversation }) {
      const found = row(conversation);
      world.change(found, { state: "closed", closed_at: new Date().toISOString() });
      return { conversation: found };
    },
    reopen({ conversation }) {
      const found = row(conversation);
      world.change(found, { state: "active", closed_at: null });
      return { conversation: found };
    },
    hand_over({ conversation, service }) {
      const found = row(conversation);
      if (service) world.change(found, { state: "waiting", agent: null, interaction: null });
      else world.goesTo(found);
      return { conversation: found };
    },
    hand_over_choices: () => ({
      services: [
        { key: "svc_support", name: "Support", free: 0 },
        { key: "svc_sales", name: "Sales", free: 2 },
      ],
      users: [{ key: "usr_piotr", name: "Piotr Zając", free: 1 }],
    }),
    reply({ conversation, client_id, body }) {
      const found = row(conversation);
      world.replies.push({ conversation, client_id, body });
      const known = world.messages.get(conversation).filter((one) => one.client_id === client_id);
      if (known.length) return { messages: known };
      if (world.refusal) throw new Refusal("window_closed", world.refusal);
      const message = world.say(found, "out", body, { client_id, status: "waiting" });
      for (const [place, status] of ["sent", "delivered", "read"].entries()) {
        setTimeout(() => world.tick(found, message, status), 700 * (place + 1));
      }
      return { messages: [message] };
    },
    retry({ message }) {
      const [found, one] = findMessage(message);
      world.tick(found, one, "waiting", { reason: null, reason_code: null });
      setTimeout(() => world.tick(found, one, "sent"), 500);
      return { message: one };
    },
    look_again({ message }) {
      const [found, one] = findMessage(message);
      world.tick(found, one, "delivered");
      return { message: one };
    },
    set_presence({ presence, keep }) {
      const mine = [...world.conversations.values()].filter(
        (one) => one.state === "active" && one.agent?.key === world.me.key,
      );
      if (presence === "offline" && mine.length && keep === undefined) {
        throw new Refusal("work_in_hand", "You have conversations in hand.");
      }
      if (keep === false) for (const one of mine) world.change(one, { state: "waiting", agent: null });
      Object.assign(world.me, { presence, presence_reason: null });
      world.publish("user_changed", { user: world.me });
      return { me: world.me };
    },
    closed() {
      const rows = [...world.conversations.values()].filter((one) => one.state === "closed");
      return { conversations: rows, next: null };
    },
  };
}
