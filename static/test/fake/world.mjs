/** A world in memory that speaks the protocol of `/agents`: one agent, a few customers. */

const minutes = (n) => new Date(Date.now() + n * 60_000).toISOString();
const SALES = { key: "svc_sales", name: "Sales" };
const SUPPORT = { key: "svc_support", name: "Support" };
const ANNA = { key: "usr_anna", name: "Anna Nowak" };
const PIOTR = { key: "usr_piotr", name: "Piotr Zając" };
const MY_STREAMS = ["user:usr_anna", "service:svc_sales", "service:svc_support"];

export class World {
  heads = Object.fromEntries(MY_STREAMS.map((name) => [name, 40]));
  events = [];
  conversations = new Map();
  messages = new Map();
  /** How many of the next pushes get lost on the way. */
  losing = 0;
  /** How long answers take, in ms; how the next reply is refused; whether it is ever answered. */
  delay = 0;
  refusal = null;
  mute = false;
  replies = [];
  #last = 100;

  constructor(emit) {
    this.emit = emit;
    this.me = {
      ...ANNA,
      role: "agent",
      presence: "available",
      presence_reason: null,
      seats_taken: 0,
      max_interactions: 5,
      auto_accept: false,
      takes_chats: true,
      enter_sends: true,
      notice_words: false,
    };
    peopled(this);
    this.countSeats();
  }

  key(prefix) {
    return `${prefix}_${++this.#last}`;
  }

  publish(name, payload) {
    const stream = name === "user_changed" ? MY_STREAMS[0] : `service:${this.serviceOf(payload)}`;
    const streams = {};
    for (const one of new Set([MY_STREAMS[0], stream])) streams[one] = ++this.heads[one];
    const event = { name, payload: structuredClone({ streams, ...payload }) };
    this.events.push(event);
    if (this.losing > 0) this.losing -= 1;
    else this.emit(name, event.payload);
  }

  serviceOf({ conversation }) {
    const key = typeof conversation === "string" ? conversation : conversation.key;
    return this.conversations.get(key).service.key;
  }

  since(cursors) {
    return this.events.filter(({ payload: { streams } }) =>
      Object.entries(streams).some(([stream, n]) => n > (cursors[stream] ?? 0)),
    );
  }

  snapshot() {
    const open = [...this.conversations.values()].filter((row) => row.state !== "closed");
    return {
      me: this.me,
      conversations: open.filter((row) => !row.agent || row.agent.key === this.me.key),
      waits: {},
      queue: { length: 0, oldest: null },
      halts: [],
      drafts: {},
      heads: this.heads,
      services: [SALES, SUPPORT],
      tags: [],
      outcomes: [],
      server_time: new Date().toISOString(),
    };
  }

  change(row, change) {
    Object.assign(row, change);
    this.publish("conversation_changed", { conversation: row });
    this.countSeats();
  }

  countSeats() {
    const held = [...this.conversations.values()].filter(
      (row) => row.agent?.key === this.me.key && ["offered", "active"].includes(row.state),
    );
    if (held.length === this.me.seats_taken) return;
    this.me.seats_taken = held.length;
    this.publish("user_changed", { user: this.me });
  }

  open({ name, address, service = SALES, state = "waiting", ...more }) {
    const row = {
      key: this.key("cnv"),
      number: this.#last,
      service,
      contact: { key: this.key("ctc"), name, address },
      channel: "whatsapp",
      sender: "whatsapp:+390612345678",
      state,
      agent: state === "waiting" ? null : ANNA,
      interaction: null,
      offer: null,
      queue_rank: 1,
      waiting_since: minutes(0),
      opened_at: minutes(0),
      accepted_at: null,
      closed_at: null,
      last: null,
      unanswered_since: null,
      window_ends_at: minutes(24 * 60),
      read_until: null,
      unread: 0,
      heard: null,
      failed: {},
    tags: [],
      why: null,
      via: null,
      ...more,
    };
    this.conversations.set(row.key, row);
    this.messages.set(row.key, []);
    return row;
  }

  /** A message from either side; `quietly` before anybody listens. */
  say(row, direction, body, { quietly = false, at = minutes(0), ...more } = {}) {
    const messages = this.messages.get(row.key);
    const message = {
      key: this.key("msg"),
      number: (messages.at(-1)?.number ?? 0) + 1,
      direction,
      kind: "text",
      body,
      line: null,
      details: null,
      media: [],
      at,
      written_at: null,
      author: direction === "out" ? ANNA : null,
      client_id: null,
      status: direction === "in" ? "received" : "read",
      reason: null,
      reason_code: null,
      ...more,
    };
    messages.push(message);
    row.last = { body, kind: message.kind, line: message.line, direction, at };
    if (direction === "in") {
      row.unanswered_since ??= at;
      row.window_ends_at = new Date(Date.parse(at) + 86_400_000).toISOString();
    } else row.unanswered_since = null;
    if (!quietly) {
      this.publish("message_added", { conversation: row.key, message });
      this.change(row, {});
    }
    return message;
  }

  tick(row, message, status, more = {}) {
    Object.assign(message, { status, ...more });
    this.publish("message_changed", { conversation: row.key, message });
  }

  offer(seconds = 30) {
    const row = this.open({
      name: "Reza Ahmadi",
      address: "+98 912 345 6789",
      queue_rank: 1,
      waiting_since: minutes(-1.2),
      why: {
        text: "Longest idle of %(free)s free in %(service)s.",
        values: { free: 3, service: "Sales" },
      },
    });
    this.say(row, "in", "سلام، قیمت ارسال به تهران چقدر است؟", { quietly: true });
    const now = Date.now();
    this.change(row, {
      state: "offered",
      agent: ANNA,
      interaction: this.key("int"),
      offer: {
        offered_at: new Date(now).toISOString(),
        ends_at: new Date(now + seconds * 1000).toISOString(),
      },
    });
    return row;
  }

  accept(row) {
    this.change(row, { state: "active", agent: ANNA, offer: null, accepted_at: minutes(0) });
  }

  goesTo(row, agent = PIOTR) {
    this.change(row, { state: "active", agent, offer: null, accepted_at: minutes(0) });
  }
}

function peopled(world) {
  const quietly = true;
  const mine = (name, address, accepted, more = {}) =>
    world.open({ name, address, state: "active", accepted_at: minutes(accepted), ...more });

  const luigi = mine("Luigi Bianchi", "+39 333 123 4567", -95, { opened_at: minutes(-100) });
  world.say(luigi, "in", "Buongiorno, posso spostare la consegna?", { quietly, at: minutes(-99) });
  world.say(luigi, "out", "Certo: va bene giovedì mattina?", { quietly, at: minutes(-90) });
  world.say(luigi, "in", "Va bene, grazie", { quietly, at: minutes(-80) });
  world.say(luigi, "out", "A giovedì!", { quietly, at: minutes(-11), status: "delivered" });
  luigi.window_ends_at = minutes(100);

  const unnamed = mine("", "+98 912 000 1122", -60);
  world.say(unnamed, "in", "سلام! کد پیگیری FV-2231 را بررسی کنید، لطفاً.", {
    quietly,
    at: minutes(-58),
  });
  world.say(unnamed, "out", "سلام، همین الان نگاه می‌کنم.", { quietly, at: minutes(-50) });
  world.say(unnamed, "out", "The parcel is in Tehran since this morning.", {
    quietly,
    at: minutes(-49),
    status: "undelivered",
    reason: {
      text: "%(name)s has not received it: the phone was out of reach. Try again later.",
      values: { name: "+98 912 000 1122" },
    },
    reason_code: "30003",
  });
  world.say(unnamed, "out", "آیا آدرس شما درست است؟", { quietly, at: minutes(-48), status: "unknown" });

  const marta = mine("Marta Kowalska", "+48 500 100 200", -30, {
    opened_at: minutes(-34),
    why: { text: "Longest idle of %(free)s free in %(service)s.", values: { free: 3, service: "Sales" } },
  });
  const say = (direction, body, at, more) =>
    world.say(marta, direction, body, { quietly, at: minutes(at), ...more });
  say("in", "Dzień dobry! Kiedyś pisałam w sprawie zwrotu.", -1500);
  say("out", "Dzień dobry, zwrot już do Pani wyszedł.", -1490);
  say("in", "Dzień dobry, mam pytanie o fakturę", -34);
  say("in", "Numer podam za chwilę.", -33);
  say("out", "Już sprawdzam. Jaki to numer?", -29);
  say("in", "FV-2231", -5, {
    kind: "image",
    line: { text: "Photo, %(size)s", values: { size: "640 × 480" } },
  });
  say("out", "Dziękuję. Faktura została poprawiona w marcu, wysyłam kopię. Czy adres e-mail jest ten sam?", -4, {
    status: "delivered",
  });
  say("in", "Tak, ten sam.", -2);

  const why = {
    text: "All %(n)s agents who take WhatsApp in %(service)s are full.",
    values: { n: 4, service: "Support" },
  };
  for (const [name, since, words] of [
    ["Jean Petit", -6.2, "Bonjour, je n'arrive pas à me connecter."],
    ["Kasia", -2.1, "Halo?"],
  ]) {
    const row = world.open({
      name,
      address: "+33 6 12 34 56 78",
      service: SUPPORT,
      queue_rank: 1,
      waiting_since: minutes(since),
      why,
    });
    world.say(row, "in", words, { quietly, at: minutes(since) });
  }

  const done = world.open({
    name: "Eva Rossi",
    address: "+39 340 000 0000",
    state: "closed",
    accepted_at: minutes(-200),
    closed_at: minutes(-150),
  });
  world.say(done, "in", "Grazie mille!", { quietly, at: minutes(-151) });
}
