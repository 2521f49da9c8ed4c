import assert from "node:assert/strict";
import { test } from "node:test";

import { firstNameOf } from "../../console/desk/names";
import { aRow } from "../builders";

const called = (name: string, address = "+48 500 100 200") =>
  firstNameOf({ ...aRow().contact, name, address });

test("somebody is addressed by the first of the names, a number is said whole", () => {
  assert.equal(called("Marta Kowalska"), "Marta");
  assert.equal(called("+48 500 100 200"), "+48 500 100 200");
  assert.equal(called(""), "+48 500 100 200");
});
