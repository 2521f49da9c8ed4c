import assert from "node:assert/strict";
import { test } from "node:test";
import { cardFile } from "../../console/model/cards";

const MARTA = { name: "Marta Kowalska", company: "", phone: "+48 500 100 200", email: "" };

test("a card says who it is, and nothing of what is not known", async () => {
  const file = cardFile(MARTA);

  assert.deepEqual([file.name, file.type], ["Marta Kowalska.vcf", "text/vcard"]);
  assert.equal(
    await file.text(),
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Marta Kowalska;;;;\r\nFN:Marta Kowalska\r\n" +
      "TEL;TYPE=CELL:+48 500 100 200\r\nEND:VCARD\r\n",
  );
});

test("nothing that is typed begins a field or a line of its own", async () => {
  const text = await cardFile({ ...MARTA, name: "A;B\nTEL:1", company: "C, D\\E" }).text();

  assert.match(text, /FN:A\\;B TEL:1\r\n/);
  assert.match(text, /ORG:C\\, D\\\\E\r\n/);
});

test("long lines are folded between letters", async () => {
  const name = "رضا".repeat(30);
  const text = await cardFile({ ...MARTA, name }).text();

  for (const line of text.split("\r\n")) assert.ok(new TextEncoder().encode(line).length <= 76);
  assert.ok(text.replaceAll("\r\n ", "").includes(`FN:${name}`));
});
