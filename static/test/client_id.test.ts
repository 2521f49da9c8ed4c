import assert from "node:assert/strict";
import { test } from "node:test";
import { newClientId } from "../console/client_id";

const UUID_4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("a client id is a UUID, also on plain http where the browser makes none", () => {
  const insecure = { getRandomValues: crypto.getRandomValues.bind(crypto) };
  assert.match(newClientId(), UUID_4);
  assert.match(newClientId(insecure as never), UUID_4);
});

test("no two are alike", () => {
  const many = Array.from({ length: 1000 }, () => newClientId());
  assert.equal(new Set(many).size, 1000);
});
