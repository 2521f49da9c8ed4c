/** Prints what a browser has to fetch, compressed, and fails over the budget. */

import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGETS = { "console.js": 60, "console.css": 14, "pages.css": 14 }; // KB of 1024 bytes, gzip

for (const [name, budget] of Object.entries(BUDGETS)) {
  const whole = readFileSync(new URL(`../dist/${name}`, import.meta.url));
  const size = gzipSync(whole, { level: 9 }).length / 1024;
  console.log(`${name.padEnd(12)} ${size.toFixed(1)} KB gzip of ${budget}`);
  if (size > budget) process.exitCode = 1;
}
