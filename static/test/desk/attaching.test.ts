import assert from "node:assert/strict";
import { test } from "node:test";
import { Attaching } from "../../console/desk/attaching";
import { Attachments } from "../../console/model/attachments";
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
