/** The bytes of a manifest. Twin of `core/move/field_manifest/wire.py`, which says why they are so. */
import { Malformed } from "../log/bytes";
import { decodeObject, type Json } from "../log/canonical";
import { choicesIn } from "./choices";
import { Row } from "./rows";
import type { Checklist, LoadList, Manifest, Met, Place } from "./types";

export const VERSION = 4;
/** Bytes before compression. */
export const LARGEST = 4 * 2 ** 20;
/** Digits of the number of a seal. */
const WIDEST = 15;
const PHOTO = 1;
const GRAVE = 2;
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Return the manifest in `bytes`. Throws `Malformed`. */
export function readManifest(bytes: Uint8Array): Manifest {
  const top = new Row(decodeObject(bytes, LARGEST));
  if (top.number("v") !== VERSION) throw new Malformed("not this version");
  const tag = top.text("tag");
  const places = readPlaces(top, tag);
  const codes = places.flatMap((place) => place.packages.map((met) => met.code));
  const [you, days, last, trust] = ["you", "days", "last", "trust"].map((name) => top.row(name)) as [Row, Row, Row, Row];
  return {
    log: top.text("log"),
    election: top.text("election"),
    tag,
    kabupaten: top.text("kabupaten"),
    zone: top.text("zone"),
    contoh: top.flag("contoh"),
    you: { role: you.text("role"), area: you.text("area"), until: you.text("until"), holds: you.flag("holds") },
    days: { voting: days.text("voting"), freeze: days.text("freeze") },
    kinds: top.rows("kinds").map((it) => ({ short: it.text(0), code: it.text(1), name: it.text(2), choices: readChoices(it.text(3)) })),
    areas: Object.fromEntries(top.rows("areas").map((it) => [it.text(0), it.text(1)])),
    places,
    loads: top.rows("loads").map((it) => readLoad(it, codes)),
    contacts: top.rows("contacts").map((it) => ({ role: it.text(0), area: it.text(1), name: it.text(2), phone: it.text(3) })),
    devices: top.rows("devices").map((it) => ({ key: it.text(0), role: it.text(1), area: it.text(2), upto: it.maybe(3) })),
    trust: {
      keys: trust.texts("keys"),
      policy: trust.text("policy"),
      desks: trust.rows("desks").map((it) => ({ key: it.text(0), upto: it.maybe(1) })),
    },
    checklists: top.rows("checklists").map(readChecklist),
    last: { seq: last.number("seq"), name: last.text("name") },
    checkpoint: top.text("checkpoint"),
  };
}

function readChoices(text: string): readonly number[] {
  const found = text === "" ? [] : choicesIn(text);
  if (found === null) throw new Malformed("choices");
  return found;
}

/** Return the check character of a package code (ISO 7064, MOD 37,36). */
export function checkCharacter(body: string): string {
  let product = 36;
  for (const character of body) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) throw new Malformed("package code");
    product = (((product + value) % 36 || 36) * 2) % 37;
  }
  return ALPHABET.charAt((37 - product) % 36);
}

function codeOf(tag: string, place: string, suffix: string): string {
  if (suffix.startsWith("=")) return suffix.slice(1);
  const body = tag + place.replace(/[.-]/g, "").padEnd(13, "0") + suffix;
  return body + checkCharacter(body);
}

function readPlaces(top: Row, tag: string): Place[] {
  const seals = readSeals(top.row("seals"));
  const foreign = new Map(top.lists("foreign").map(([at, ...codes]) => [at, codes.map(asText)]));
  const sets = top.lists("sets").map((each) => each.map(asText));
  const ballots = top.lists("ballots").map((each) => each.map(asNumber));
  const [papers = [], ...which] = top.lists("skus");
  const names = papers.map(asText);
  const columns = which.map((each) => each.map(asNumber));
  const places: Place[] = [];
  let at = 0;
  for (const group of top.rows("places")) {
    const [area, numbers, kept, dpts, moved] = [group.text(0), group.numbers(1), group.numbers(2), group.numbers(3), group.numbers(4)];
    if ([kept, dpts, moved].some((each) => each.length !== numbers.length)) throw new Malformed("places");
    numbers.forEach((number, row) => {
      const code = number === 0 ? area : `${area}-${String(number).padStart(3, "0")}`;
      const packages = need(sets[need(kept[row])]).map((suffix): Met => {
        const met = { code: codeOf(tag, code, suffix), seals: need(seals[at]), foreign: foreign.get(at) ?? [] };
        at += 1;
        return met;
      });
      const planned = ballots.map((column) => unset(need(column[places.length])));
      const skus = columns.map((column) => paper(names, need(column[places.length])));
      places.push({
        code,
        packages,
        dpt: unset(need(dpts[row])),
        ballots: planned.some((each) => each !== null) ? planned : [],
        dptb: unset(need(moved[row])),
        skus: skus.some((each) => each !== "") ? skus : [],
      });
    });
  }
  if (at !== seals.length) throw new Malformed("seals");
  return places;
}

/** Seals travel as steps from one number to the next, for each way of writing them. */
function readSeals(row: Row): string[][] {
  const shapes = row.rows("shapes").map((it) => ({ prefix: it.text(0), width: it.number(1), before: 0 }));
  if (shapes.some(({ width }) => width < 0 || width > WIDEST)) throw new Malformed("shapes");
  return row.lists("rows").map((each) => {
    if (typeof each[0] !== "number") return each.map(asText);
    const [at, ...steps] = each.map(asNumber);
    const shape = need(shapes[need(at)]);
    return steps.map((step) => {
      shape.before += step;
      return shape.prefix + String(shape.before).padStart(shape.width, "0");
    });
  });
}

function readLoad(row: Row, codes: readonly string[]): LoadList {
  const runs = row.numbers("runs");
  if (runs.length % 2 !== 0) throw new Malformed("runs");
  const packages = row.texts("more");
  for (let at = 0; at < runs.length; at += 2) {
    const start = need(runs[at]);
    packages.push(...codes.slice(start, start + need(runs[at + 1])));
  }
  return {
    code: row.text("code"),
    start: row.text("from"),
    to: row.text("to"),
    list: row.text("list"),
    stage: row.text("stage"),
    packages: packages.sort(),
    departs: row.text("departs"),
    vehicle: row.text("vehicle"),
  };
}

function readChecklist(row: Row): Checklist {
  return {
    code: row.text("code"),
    version: row.number("version"),
    title: row.text("title"),
    questions: row.rows("questions").map((it) => {
      const marks = it.number(2);
      return { code: it.text(0), ask: it.text(1), photo: (marks & PHOTO) !== 0, grave: (marks & GRAVE) !== 0 };
    }),
  };
}

function unset(value: number): number | null {
  return value === -1 ? null : value;
}

function paper(names: readonly string[], at: number): string {
  return at === -1 ? "" : need(names[at]);
}

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Malformed("too short");
  return value;
}

function asText(value: Json): string {
  if (typeof value !== "string") throw new Malformed("text");
  return value;
}

function asNumber(value: Json): number {
  if (typeof value !== "number") throw new Malformed("number");
  return value;
}
