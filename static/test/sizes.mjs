/** Prints what a browser has to fetch, compressed, and fails over the budget. */

import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

// KB of 1024 bytes, gzip. A widget's own words and services are another KB at the most:
// tests/web/test_widget_script.py measures the whole, `python -m tests.bench.widget` prints it.
const BUDGETS = {
  "console.js": 60,
  "console.css": 14,
  "live.js": 30,
  "live.css": 2,
  "pages.css": 14,
  "widget.js": 3,
};

for (const [name, budget] of Object.entries(BUDGETS)) {
  const whole = readFileSync(new URL(`../dist/${name}`, import.meta.url));
  const size = gzipSync(whole, { level: 9 }).length / 1024;
  console.log(`${name.padEnd(12)} ${size.toFixed(1)} KB gzip of ${budget}`);
  if (size > budget) process.exitCode = 1;
}
