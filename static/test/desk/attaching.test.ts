import assert from "node:assert/strict";
import { test } from "node:test";
import { Attaching, meansFiles } from "../../console/desk/attaching";
import { Attachments } from "../../console/model/attachments";
import { anUpload } from "../builders";
import { FakeServer } from "./server";

const MB = 2 ** 20;
const limits = { accept: ["image/png", "application/pdf", ".vcf"], most: { image: 5 * MB, document: 16 * MB }, why_not: null };
const attaching = (why_not: string | null = null) =>
  new Attaching(new FakeServer().ask, new Attachments(), { ...limits, why_not });
const file = (name: string, type: string, size = 1) => ({ name, type, size });

test("what WhatsApp does not take is said before a byte is sent", () => {
  const desk = attaching();
  assert.equal(desk.refusal(file("a.png", "image/png", 5 * MB)), null);
  assert.match(desk.refusal(file("a.png", "image/png", 5 * MB + 1))!, /5 MB/);
  assert.equal(desk.refusal(file("a.pdf", "application/pdf", 16 * MB)), null);
  assert.match(desk.refusal(file("a.pdf", "application/pdf", 16 * MB + 1))!, /16 MB/);
  assert.match(desk.refusal(file("a.exe", "application/x-msdownload"))!, /does not take/);
  assert.equal(desk.refusal(file("Marta.VCF", "")), null);
});

test("where Twilio could not fetch a file, it says why", () => {
  assert.equal(attaching("No public address").refusal(file("a.png", "image/png")), "No public address");
});

/** The browser's call, on the way until the test ends it. */
class FakeCall {
  static last: FakeCall;
  upload: { onprogress?: (at: { loaded: number; total: number }) => void } = {};
  onload = () => {};
  onerror = () => {};
  responseText = "";
  aborted = false;
  constructor() {
    FakeCall.last = this;
  }
  open() {}
  setRequestHeader() {}
  send() {}
  abort() {
    this.aborted = true;
  }
}

function bringing() {
  Object.assign(globalThis, { XMLHttpRequest: FakeCall, document: { querySelector: () => null } });
  const attachments = new Attachments();
  const server = new FakeServer();
  const desk = new Attaching(server.ask, attachments, { ...limits, why_not: null });
  return { attachments, server, desk, first: () => attachments.of("cnv_1")[0]! };
}

const picture = (name: string) => new File(["abc"], name, { type: "image/png" });

test("a file that is chosen, pasted or dropped shows how far it is, and the text waits for it", () => {
  const { attachments, desk, first } = bringing();
  desk.attach("cnv_1", [picture("a.png")]);
  assert.deepEqual([first().progress, attachments.isBusy("cnv_1")], [0, true]);
  FakeCall.last.upload.onprogress!({ loaded: 1, total: 4 });
  assert.equal(first().progress, 0.25);
  FakeCall.last.responseText = JSON.stringify({ file: anUpload("upl_1") });
  FakeCall.last.onload();
  assert.deepEqual([first().upload?.key, attachments.isBusy("cnv_1")], ["upl_1", false]);
});

test("where the line breaks amid a file it says so, and holds nothing up", () => {
  const { attachments, desk, first } = bringing();
  desk.attach("cnv_1", [picture("a.png")]);
  FakeCall.last.onerror();
  assert.match(first().refusal!, /Attach it again/);
  assert.equal(attachments.isBusy("cnv_1"), false);
});

test("what the server refuses says why, in the server's words", () => {
  const { desk, first } = bringing();
  desk.attach("cnv_1", [picture("a.png")]);
  FakeCall.last.responseText = JSON.stringify({ error: "It is not what it says." });
  FakeCall.last.onload();
  assert.equal(first().refusal, "It is not what it says.");
});

test("a file that is taken off amid its way goes no further, one that was there is forgotten", async () => {
  const { attachments, server, desk, first } = bringing();
  server.replies = { detach: () => ({}) };
  desk.attach("cnv_1", [picture("a.png")]);
  desk.remove("cnv_1", first().id);
  assert.deepEqual([FakeCall.last.aborted, attachments.of("cnv_1"), server.count("detach")], [true, [], 0]);
  attachments.giveBack("cnv_1", [anUpload("upl_1")]);
  desk.remove("cnv_1", "upl_1");
  assert.deepEqual(server.asked, [["detach", { file: "upl_1" }]]);
});

test("of eleven at once the last is refused, and named", () => {
  const { attachments, desk } = bringing();
  desk.attach("cnv_1", Array.from({ length: 11 }, (_, place) => picture(`${place}.png`)));
  const refused = attachments.of("cnv_1").filter(({ refusal }) => refusal);
  assert.deepEqual(refused.map(({ name }) => name), ["10.png"]);
});

test("a copied file is pasted as itself, a copied table as its words", () => {
  const files = [{ name: "faktura 7.png" }, { name: "b.pdf" }];
  assert.equal(meansFiles("", [{ name: "image.png" }]), true);
  assert.equal(meansFiles("faktura 7.png\rb.pdf", files), true);
  assert.equal(meansFiles("file:///home/ana/b.pdf\n", [{ name: "b.pdf" }]), true);
  assert.equal(meansFiles("Jan\t12\nFeb\t9", [{ name: "image.png" }]), false);
  assert.equal(meansFiles("words alone", []), false);
});
