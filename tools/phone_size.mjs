/**
 * Print what a phone loads first, in gzip bytes, against the budget; fail above it. What is
 * loaded only when needed (the scanner, other languages, large rooms) is printed apart.
 */
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const BUDGET = 60_000;
const BUILT = join(dirname(fileURLToPath(import.meta.url)), "../src/tepat/server/static/field");
const read = (name) => readFileSync(join(BUILT, name));

/** Everything that the page names, and everything that is imported from there without waiting. */
function firstLoad() {
  const found = new Set(["index.html", "sw.js"]);
  const named = [...read("index.html").toString().matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map((match) => match[1]);
  const queue = named.filter((name) => !/\.(png)$/.test(name));
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    if (!name.endsWith(".js")) continue;
    const code = read(name).toString();
    for (const [, from] of code.matchAll(/(?:^|[;}\s])(?:import|export)[^"'()]*?(?:from)?["'](\.\/[^"']+\.js)["']/g)) {
      queue.push(posix.join(posix.dirname(name), from));
    }
  }
  return found;
}

const first = firstLoad();
const rows = readdirSync(BUILT, { recursive: true })
  .filter((name) => /\.(html|js|css|svg|webmanifest|wasm)$/.test(name))
  .map((name) => ({ name, bytes: gzipSync(read(name)).length }));
const print = ({ name, bytes }) => console.log(`${String(bytes).padStart(7)}  ${name}`);
const sum = (some) => some.reduce((total, each) => total + each.bytes, 0);

const [now, later] = [rows.filter((each) => first.has(each.name)), rows.filter((each) => !first.has(each.name))];
now.forEach(print);
print({ bytes: sum(now), name: `gzip bytes of the first load, budget ${BUDGET}` });
later.forEach(print);
print({ bytes: sum(later), name: "gzip bytes kept for later, loaded when needed" });
process.exit(sum(now) > BUDGET ? 1 : 0);
