/**
 * Copy what the desk serves from npm packages: scripts, fonts, and the coast of the region.
 *
 * In: `node_modules`, from the lock. Out: `src/tepat/server/static/vendor/`, which is not in
 * git and ships in the wheel. Nothing is fetched here, and nothing at run time.
 */
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { feature } from "topojson-client";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const PACKAGES = join(ROOT, "node_modules");
const OUT = join(ROOT, "src/tepat/server/static/vendor");

/** From a file of a package to its name on the desk. */
const FILES = {
  "htmx.org/dist/htmx.min.js": "htmx.min.js",
  "htmx-ext-sse/dist/sse.min.js": "htmx-sse.min.js",
  "@fontsource-variable/ibm-plex-sans/files/ibm-plex-sans-latin-wdth-normal.woff2":
    "fonts/ibm-plex-sans-latin-wdth-normal.woff2",
  "@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-500-normal.woff2":
    "fonts/ibm-plex-mono-latin-500-normal.woff2",
  // MapLibre has named exports only; the page calls setWorkerUrl with the second file.
  "maplibre-gl/dist/maplibre-gl.mjs": "maplibre/maplibre-gl.mjs",
  "maplibre-gl/dist/maplibre-gl-worker.mjs": "maplibre/maplibre-gl-worker.mjs",
  "maplibre-gl/dist/maplibre-gl.css": "maplibre/maplibre-gl.css",
  // Script and wasm come from the same package: another version's wasm never reads a code.
  "zxing-wasm/dist/es/reader/index.js": "zxing/reader/index.js",
  "zxing-wasm/dist/es/share.js": "zxing/share.js",
  "zxing-wasm/dist/reader/zxing_reader.wasm": "zxing/zxing_reader.wasm",
};

/** Degrees: west, south, east, north. Indonesia and its neighbours' coasts. */
const BOX = [92, -14, 144, 10];
const DECIMALS = 3;

/** Return the part of a ring on the inner side of one edge of the box. */
function clipAtEdge(ring, axis, limit, keepGreater) {
  const inside = (point) => (keepGreater ? point[axis] >= limit : point[axis] <= limit);
  const kept = [];
  ring.forEach((point, index) => {
    const before = ring[(index + ring.length - 1) % ring.length];
    if (inside(point) !== inside(before)) {
      const share = (limit - before[axis]) / (point[axis] - before[axis]);
      const cut = [0, 1].map((each) => before[each] + share * (point[each] - before[each]));
      cut[axis] = limit;
      kept.push(cut);
    }
    if (inside(point)) kept.push(point);
  });
  return kept;
}

function clip(ring) {
  const [west, south, east, north] = BOX;
  let open = ring.slice(0, -1);
  open = clipAtEdge(open, 0, west, true);
  open = clipAtEdge(open, 0, east, false);
  open = clipAtEdge(open, 1, south, true);
  open = clipAtEdge(open, 1, north, false);
  const rounded = open.map((point) => point.map((each) => Number(each.toFixed(DECIMALS))));
  const distinct = rounded.filter(
    (point, index) => index === 0 || String(point) !== String(rounded[index - 1]),
  );
  return distinct.length < 3 ? null : [...distinct, distinct[0]];
}

/** Return the land inside the box as one MultiPolygon; small rings that vanish are left out. */
export function land(topology) {
  const { features } = feature(topology, topology.objects.land);
  const polygons = features.flatMap(({ geometry }) =>
    geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates,
  );
  const clipped = polygons
    .map((rings) => rings.map(clip))
    .filter(([outer]) => outer)
    .map((rings) => rings.filter(Boolean));
  return {
    type: "Feature",
    properties: { source: "Natural Earth 1:10m land, public domain" },
    geometry: { type: "MultiPolygon", coordinates: clipped },
  };
}

function packageOf(file) {
  const parts = file.split("/");
  return parts.slice(0, file.startsWith("@") ? 2 : 1).join("/");
}

function licences() {
  const names = [...new Set([...Object.keys(FILES).map(packageOf), "world-atlas"])];
  return names.map(licenceOf).join("\n\n");
}

function licenceOf(name) {
  const folder = join(PACKAGES, name);
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  return `== ${name} ${version}\n\n${readFileSync(join(folder, file), "utf8").trim()}`;
}

/** The maps weigh five times the scripts and are not shipped; a browser must not ask for them. */
function dropSourceMap(file) {
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace(/^\/\/# sourceMappingURL=.*$/gm, ""));
}

rmSync(OUT, { recursive: true, force: true });
for (const [from, to] of Object.entries(FILES)) {
  mkdirSync(dirname(join(OUT, to)), { recursive: true });
  cpSync(join(PACKAGES, from), join(OUT, to));
  if (to.endsWith("js")) dropSourceMap(join(OUT, to));
}
const coast = land(JSON.parse(readFileSync(join(PACKAGES, "world-atlas/land-10m.json"), "utf8")));
writeFileSync(join(OUT, "land.geojson"), JSON.stringify(coast));
writeFileSync(join(OUT, "LICENCES.txt"), `${licences()}\n`);
