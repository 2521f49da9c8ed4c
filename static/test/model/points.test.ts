import assert from "node:assert/strict";
import { test } from "node:test";
import { pointIn } from "../../console/model/points";

const WARSAW = { latitude: 52.2297, longitude: 21.0122 };

test("two figures are a place, however they are written", () => {
  for (const text of [
    "52.2297, 21.0122",
    "52.2297 21.0122",
    "(52.2297;21.0122)",
    "geo:52.2297,21.0122?z=17",
    "۵۲٫۲۲۹۷، ۲۱٫۰۱۲۲",
  ]) {
    assert.deepEqual(pointIn(text), WARSAW, text);
  }
  assert.deepEqual(pointIn("-3, -60.5"), { latitude: -3, longitude: -60.5 });
});

test("a link to a map holds them, its pin before its middle", () => {
  for (const link of [
    "https://www.google.com/maps/place/Pałac/@52.1,21.3,17z/data=!3m1!4b1!4m5!3d52.2297!4d21.0122",
    "https://www.google.com/maps/@52.2297,21.0122,15z",
    "https://maps.google.com/?q=52.2297,21.0122",
    "https://www.google.com/maps/search/?api=1&query=52.2297%2C21.0122",
    "https://www.openstreetmap.org/?mlat=52.2297&mlon=21.0122#map=17/52.1/21.3",
    "https://www.openstreetmap.org/#map=17/52.2297/21.0122",
    "https://maps.apple.com/?ll=52.2297,21.0122",
  ]) {
    assert.deepEqual(pointIn(link), WARSAW, link);
  }
});

test("what is no place on earth, or cannot be read, is none", () => {
  for (const text of ["", "Warsaw", "52.2297", "91, 20", "20, 181", "https://maps.app.goo.gl/abc123"]) {
    assert.equal(pointIn(text), null, text);
  }
});
