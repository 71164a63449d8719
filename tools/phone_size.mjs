/** Print what a phone loads first, in gzip bytes, against the budget; fail above it. */
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const BUDGET = 60_000;
const BUILT = join(dirname(fileURLToPath(import.meta.url)), "../src/tepat/server/static/field");
const counted = /\.(html|js|css|svg|webmanifest)$/;

let total = 0;
for (const entry of readdirSync(BUILT, { recursive: true })) {
  if (!counted.test(entry)) continue;
  const bytes = gzipSync(readFileSync(join(BUILT, entry))).length;
  total += bytes;
  console.log(`${String(bytes).padStart(7)}  ${entry}`);
}
console.log(`${String(total).padStart(7)}  gzip bytes, budget ${BUDGET}`);
process.exit(total > BUDGET ? 1 : 0);
