/**
 * A bundle of unofficial results checked without a server: every number back to a fact that
 * somebody signed. Twin of `witness/verifying/results.py`, by `tests/vectors/results.json`.
 */
import { fromBase64, Malformed, textOf, utf8 } from "../log/bytes";
import { parseCheckpoint, type Checkpoint } from "../log/checkpoints";
import { decodeObject, encode, isObject, nameOf, type JsonObject } from "../log/canonical";
import { parseEntry } from "../log/entries";
import { readFact, Unreadable } from "../log/envelope";
import type { Countersignature } from "../log/fields";
import { bodyVerifies, EVENT, keyId, RESULTS } from "../log/keys";
import { parseNote, type Note } from "../log/notes";
import { judge, parsePolicy, type Policy } from "../log/policies";
import { checkInclusion, leafHash } from "../log/tree";
import { noteHash } from "../facts/notes";
import { Evidence, type Form, seconds } from "./results_forms";
import { People, type Read } from "./results_people";
import { checksAmiss, sourceAmiss } from "./results_checks";
import { reportAmiss } from "./results_nist";
import { FIGURES, rowKey, tableIn, type Row, type Table } from "./results_table";
import { ResultsReport } from "./results_words";

type Files = ReadonlyMap<string, Uint8Array>;

export const INDEX = "bundel.json";
const [CHECKPOINT, ENTRIES, SHEETS, FORMS, TABLE, NIST] = ["checkpoint", "peristiwa.jsonl", "lembar.jsonl", "formulir.jsonl", "hasil.csv", "hasil.json"] as const;
/** What every bundle has beside its index. */
const WHOLE: readonly string[] = [CHECKPOINT, ENTRIES, SHEETS, FORMS, TABLE, NIST];
const MEMBERS: ReadonlySet<string> = new Set([...WHOLE, INDEX, "hasil.xlsx", "nama.csv"]);
const INDEX_FIELDS = "device election files kabupaten note origin sig size v";
const UNOFFICIAL = "bukan hasil resmi";
/** *Keadaan* of a row, by the state of its form. */
const STATE_WORDS: ReadonlyMap<string, string> = new Map([["agreed", "dua orang sama"], ["one", "satu orang"], ["differs", "beda"]]);
const LARGEST = 512 << 20;
const VERSION = 1;

/** Whether what was dropped is such a bundle, and no log. */
export function isBundle(files: Files): boolean {
  return files.has(INDEX);
}

/** Return everything that is found about a bundle. Throws `Malformed` where it is none at all. */
export async function checkResults(files: Files, policyFile: Uint8Array): Promise<ResultsReport> {
  const report = new ResultsReport();
  const policy = parsePolicy(policyFile);
  const index = decodeObject(need(files, INDEX), LARGEST);
  if (index["v"] !== VERSION) throw new Malformed("another form");
  const note = parseNote(need(files, CHECKPOINT));
  const checkpoint = parseCheckpoint(note.text);
  [report.origin, report.size] = [checkpoint.origin, checkpoint.size];
  await checkCheckpoint(note, policy, report);
  checkFiles(index, files, report);
  const { facts, people } = await readEntries(files.get(ENTRIES), checkpoint, report);
  await checkIndex(index, checkpoint, people, report);
  const carried = new Set(facts.flatMap(({ fact }) => (fact.kind === "result" && (fact.note ?? "") !== "" ? [fact.note ?? ""] : [])));
  const evidence = new Evidence(facts, sheetsIn(files.get(SHEETS), carried, report), people);
  const shown = shownIn(files.get(FORMS), report);
  const table = tableIn(files.get(TABLE));
  if (table === null) report.found("results_file", { file: TABLE });
  for (const { tps, kind } of table?.spoiled ?? []) report.found("results_row", { tps, kind });
  const forms = checkForms(shown, table?.rows ?? new Map<string, Row>(), evidence, people, report);
  checkNist(files.get(NIST) ?? new Uint8Array(), forms, report);
  return report;
}

function need(files: Files, name: string): Uint8Array {
  const found = files.get(name);
  if (found === undefined) throw new Malformed(name);
  return found;
}

async function checkCheckpoint(note: Note, policy: Policy, report: ResultsReport): Promise<void> {
  try {
    const judged = await judge(policy, note);
    if (judged.log === null || judged.log.name !== report.origin) return report.found("note_untrusted", { file: CHECKPOINT });
    [report.witnesses, report.quorum] = [judged.witnesses.size, judged.met];
    if (!judged.met) report.found("quorum_missing", { size: report.size, have: report.witnesses, of: policy.witnesses.size });
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    report.found("note_spoiled", { file: CHECKPOINT, name: report.origin });
  }
}

function checkFiles(index: JsonObject, files: Files, report: ResultsReport): void {
  const named = isObject(index["files"]) ? index["files"] : {};
  const names = new Set([...Object.keys(named), ...files.keys(), ...WHOLE]);
  names.delete(INDEX);
  for (const name of [...files.keys()].sort()) if (!MEMBERS.has(name)) report.found("results_stranger", { file: name });
  for (const name of [...names].sort()) {
    const data = files.get(name);
    if (data === undefined || nameOf(data) !== named[name]) report.found("results_file", { file: name });
  }
}

/** The objects of a file with one a line, null for a line that is none. */
function linesIn(bytes: Uint8Array | undefined): (JsonObject | null)[] {
  const text = bytes === undefined ? "" : textOrNone(bytes);
  return text.split("\n").filter((line) => line !== "").map((line) => orNull(() => decodeObject(utf8(line), LARGEST)));
}

function textOrNone(bytes: Uint8Array): string {
  return orNull(() => textOf(bytes)) ?? "\u0000";
}

/** What `make` returns, null where it says that something is malformed. */
function orNull<T>(make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof Malformed || error instanceof Unreadable || error instanceof TypeError) return null;
    throw error;
  }
}

/** The facts that stand in this tree and whose signature holds, and whose the keys are. */
async function readEntries(bytes: Uint8Array | undefined, checkpoint: Checkpoint, report: ResultsReport): Promise<{ readonly facts: Read[]; readonly people: People }> {
  const read: Line[] = [];
  linesIn(bytes).forEach((line, at) => {
    const found = line === null ? null : orNull(() => entryIn(line, checkpoint));
    if (found !== null) read.push(found);
    else report.found("results_not_in_log", { number: typeof line?.["n"] === "number" ? line["n"] : at + 1 });
  });
  const people = new People(await countersigned(read));
  const facts: Read[] = [];
  const names = new Set<string>();
  for (const { each, body, sig } of [...read].sort((a, b) => a.each.number - b.each.number)) {
    const key = people.keyOf(each.fact);
    if (key !== undefined && (await bodyVerifies(key, EVENT, body, sig))) {
      if (!names.has(each.name)) facts.push(each);
      names.add(each.name);
    } else report.found("results_signature", { number: each.number });
  }
  report.facts = facts.length;
  return { facts, people };
}

/** One entry with its bytes, and what others signed of it. */
interface Line {
  readonly each: Read;
  readonly body: Uint8Array;
  readonly sig: Uint8Array;
  readonly others: readonly Countersignature[];
}

/** The facts with the countersignatures that hold, by the keys that the bundle itself has. One that is said once more brings those who signed it later. */
async function countersigned(read: readonly Line[]): Promise<Read[]> {
  const keys = new Map(read.flatMap(({ each: { fact } }) => (fact.kind === "enrolled" ? [[keyId(fromBase64(fact.key)), fromBase64(fact.key)] as const] : [])));
  const found = new Map<string, Read>();
  for (const { each, body, others } of [...read].sort((a, b) => a.each.number - b.each.number)) {
    const seconds: string[] = [];
    for (const { device, sig } of others) {
      const key = keys.get(device);
      if (key !== undefined && (await bodyVerifies(key, EVENT, body, sig))) seconds.push(device);
    }
    const first = found.get(each.name) ?? each;
    found.set(each.name, { ...first, seconds: [...first.seconds, ...seconds] });
  }
  return [...found.values()];
}

/** One line that stands in the tree. Throws for any other. */
function entryIn(line: JsonObject, { size, root }: Checkpoint): Line {
  const { n: number, leaf, proof, body: beside } = line;
  const fields = Object.keys(line).sort().join(" ");
  if (typeof number !== "number" || typeof leaf !== "string" || !Array.isArray(proof)) throw new Malformed("entry");
  const bytes = utf8(leaf);
  if (!checkInclusion(leafHash(bytes), number - 1, size, proof.map((hash) => fromBase64(String(hash))), root)) throw new Malformed("not in this tree");
  const entry = parseEntry(bytes);
  if (entry.what === "quarantined") throw new Malformed("no fact");
  if (fields !== (entry.what === "fact" ? "leaf n proof" : "body leaf n proof")) throw new Malformed("another line");
  const body = entry.what === "fact" ? entry.body : utf8(typeof beside === "string" ? beside : "");
  if (nameOf(body) !== entry.name) throw new Malformed("not the body of this entry");
  return { each: { name: entry.name, number, fact: readFact(body), seconds: [] }, body, sig: entry.sig, others: entry.countersigned };
}

/** The desk of this log signed what the bundle names, of this very checkpoint. */
async function checkIndex({ sig, ...signed }: JsonObject, { origin, size }: Checkpoint, people: People, report: ResultsReport): Promise<void> {
  const desk = people.desks.get(String(signed["device"] ?? ""));
  // A bundle that itself says that the key ended was signed after that.
  const key = desk?.upto === Infinity ? desk.key : undefined;
  const signature = orNull(() => fromBase64(String(sig ?? "")));
  const isWhole = Object.keys({ sig, ...signed }).sort().join(" ") === INDEX_FIELDS && signed["note"] === UNOFFICIAL;
  const isOurs = isWhole && signed["origin"] === origin && signed["size"] === size && origin.endsWith(`/${String(signed["election"])}/${String(signed["kabupaten"])}`);
  const holds = key !== undefined && signature !== null && isOurs && (await bodyVerifies(key, RESULTS, encode(signed, LARGEST), signature));
  if (!holds) report.found("results_index", { file: INDEX });
}

/** Whole sheets by the hash that a fact carries; each has to be one of those. */
function sheetsIn(bytes: Uint8Array | undefined, carried: ReadonlySet<string>, report: ResultsReport): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of linesIn(bytes)) {
    const [salt, text] = [line?.["salt"], line?.["text"]];
    const isSheet = typeof salt === "string" && typeof text === "string" && Object.keys(line ?? {}).length === 2;
    const name = isSheet ? noteHash(salt, text) : "";
    if (!carried.has(name)) report.found("results_file", { file: SHEETS });
    if (isSheet) found.set(name, text);
  }
  return found;
}

/** One form of the table, and the facts that show it. */
interface Shown {
  readonly tps: string;
  readonly sku: string;
  readonly kind: string;
  readonly state: string;
  readonly fact: string;
  readonly also: readonly string[];
}

function shownIn(bytes: Uint8Array | undefined, report: ResultsReport): Shown[] {
  return linesIn(bytes).flatMap((line) => {
    const texts = ["tps", "sku", "kind", "state", "fact"].every((name) => typeof line?.[name] === "string");
    const also = line?.["also"];
    if (line !== null && texts && Object.keys(line).length === 6 && Array.isArray(also) && also.every((each) => typeof each === "string")) return [line as unknown as Shown];
    report.found("results_file", { file: FORMS });
    return [];
  });
}

/** Compare each form with its row; return them, as they were signed where a fact says them. */
function checkForms(shown: readonly Shown[], rows: Table["rows"], evidence: Evidence, people: People, report: ResultsReport): Form[] {
  const left = new Map(rows);
  const forms: Form[] = [];
  for (const each of shown) {
    const { tps, kind, sku } = each;
    // The kind is the paper's own; a form stands in the bundle once.
    const row = kind === (sku.split("/")[0] ?? "").slice(0, 20) ? left.get(rowKey(tps, kind)) : undefined;
    left.delete(rowKey(tps, kind));
    if (row === undefined) {
      report.found("results_row", { tps, kind });
      continue;
    }
    report.forms += 1;
    checkWords(each, row, report);
    if (each.fact === "") report.withoutFact += 1;
    forms.push((each.fact === "" ? null : checkForm(each, row, evidence, people, report)) ?? formIn(each, row));
  }
  for (const { tps, kind } of [...left.values()].sort((a, b) => (rowKey(a.tps, a.kind) < rowKey(b.tps, b.kind) ? -1 : 1))) report.found("results_row", { tps, kind });
  if (report.withoutFact > 0) report.found("results_without_fact", { count: report.withoutFact });
  return forms;
}

/** Compare a row with the form that its fact says, and return that; null where it says none. */
function checkForm(each: Shown, row: Row, evidence: Evidence, people: People, report: ResultsReport): Form | null {
  const { tps, kind, sku, fact: name, also } = each;
  const [form, fact] = [evidence.form(name), evidence.said(name)];
  const isTwice = new Set([name, ...also]).size <= also.length;
  const areOfIt = [name, ...also].every((other) => evidence.said(other)?.place === tps && evidence.said(other)?.sku === sku);
  if (form === null || fact === null || isTwice || !areOfIt) {
    report.found("results_no_fact", { tps, kind });
    return null;
  }
  const why = people.amissWith(fact);
  if (why !== "") report.found("results_signer", { tps, kind, why });
  report.cells += [...row.cells.values()].filter((count) => count !== null).length;
  // A number on the paper that has no cell at all is a blank one.
  const without = [...form.votes.keys()].filter((number) => !row.cells.has(number)).map((number) => [number, null] as const);
  for (const [cell, count] of [...row.cells, ...without]) {
    const said = form.votes.get(cell) ?? form.figures.get(cell) ?? null;
    if (said !== count) report.found("results_differs", { tps, kind, name: cell, left: written(count), right: written(said) });
  }
  remade(each, "Tidak cocok", row.checks, checksAmiss(row.checks, form), report);
  remade(each, "Asal", row.source, sourceAmiss(row.source, people.isDesk(fact)), report);
  if (each.state === "agreed" && !isSeconded(each, form, evidence, people)) report.found("results_one_person", { tps, kind });
  return form;
}

/** A row says that it is not official, and how far its form has come. */
function checkWords(each: Shown, row: Row, report: ResultsReport): void {
  remade(each, "Catatan", row.note, row.note === UNOFFICIAL ? null : UNOFFICIAL, report);
  const state = STATE_WORDS.get(each.state) ?? "";
  remade(each, "Keadaan", row.state, state !== "" && row.state === state ? null : state, report);
}

function remade({ tps, kind }: Shown, name: string, said: string, should: string | null, report: ResultsReport): void {
  if (should !== null) report.found("results_remade", { file: TABLE, name: `TPS ${tps}, ${kind}, ${name}`, left: said || "kosong", right: should || "kosong" });
}

/** The form that a row says, where no fact does. */
function formIn({ tps, sku }: Shown, { cells }: Row): Form {
  const there = [...cells].flatMap(([name, count]) => (count === null ? [] : [[name, count] as const]));
  const [figures, votes] = [there.filter(([name]) => FIGURES.includes(name)), there.filter(([name]) => !FIGURES.includes(name))];
  return { place: tps, sku, figures: new Map(figures), votes: new Map(votes) };
}

function written(count: number | null | undefined): string {
  return count === null || count === undefined ? "kosong" : String(count);
}

/** Whether somebody else signed every vote of it the same, and had the right to. */
function isSeconded({ fact, also }: Shown, form: Form, evidence: Evidence, people: People): boolean {
  return also.some((name) => {
    const [other, said] = [evidence.form(name), evidence.said(name)];
    if (said === null || people.amissWith(said) !== "") return false;
    return other !== null && seconds(other, form) && !["", evidence.person(fact)].includes(evidence.person(name));
  });
}

/** The NIST report is the one that these forms make, and nothing more. */
function checkNist(bytes: Uint8Array, forms: readonly Form[], report: ResultsReport): void {
  const amiss = reportAmiss(bytes, report.origin, forms);
  if (amiss === null) return report.found("results_file", { file: NIST });
  for (const [name, left, right] of amiss) report.found("results_remade", { file: NIST, name, left, right });
}
