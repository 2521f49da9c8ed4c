/** Prints what a browser has to fetch, compressed, and fails over the budget. */

import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

// KB of 1024 bytes, gzip. A widget's own words and services are another KB at the most:
// tests/web/test_widget_script.py measures the whole, `python -m tests.bench.widget` prints it.
const BUDGETS = {
  "console.js": 52,
  "console_later.js": 24,
  "console.css": 14,
  "live.js": 30,
  "live.css": 2,
  "pages.css": 14,
  "widget.js": 3,
};

// What is fetched in any case, before anybody wants the rest.
const shared = new Set(besides("console.js"));

for (const [name, budget] of Object.entries(BUDGETS)) {
  const others = besides(name).filter((other) => name === "console.js" || !shared.has(other));
  const size = [name, ...others].map(compressed).reduce((sum, one) => sum + one);
  console.log(`${name.padEnd(16)} ${size.toFixed(1)} KB gzip of ${budget}`);
  if (size > budget) process.exitCode = 1;
}

function read(name) {
  return readFileSync(new URL(`../dist/${name}`, import.meta.url));
}

/** The files beside it that a module imports. */
function besides(name) {
  if (!name.endsWith(".js")) return [];
  return [...read(name).toString().matchAll(/(?:from|import)"\.\/([\w.-]+)"/g)].map(([, other]) => other);
}

function compressed(name) {
  return gzipSync(read(name), { level: 9 }).length / 1024;
}
