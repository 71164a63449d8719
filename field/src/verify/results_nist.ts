/**
 * The NIST report of a bundle made again from the forms that are proved, and compared value by
 * value. Twin of `core/count/nist.py` and `core/count/remade.py`. Pure.
 */
import { Malformed, textOf } from "../log/bytes";
import { inOrder, isRow, partsOf } from "./results_lists";
import type { Form } from "./results_forms";

/** Where, what the file says, and what it should. */
export type Difference = readonly [where: string, left: string, right: string];

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const UNOFFICIAL = "Bukan hasil resmi. Unofficial: only the count of those who hold the election is official.";
/** What cannot be made again: names, dates, the program. */
const TEXTS: ReadonlySet<string> = new Set(["GeneratedDate", "Issuer", "VendorApplicationId", "StartDate", "EndDate", "Content", "Name"]);
const TYPES: Readonly<Record<number, string>> = { 2: "county", 3: "other", 4: "village", 5: "precinct" };
const MOST_TOLD = 20;
const CUT = 60;

interface Area {
  readonly code: string;
  readonly level: number;
  readonly parent: string;
}

interface Given {
  readonly GpUnit: readonly { readonly "@id": string }[];
  readonly Election: readonly { readonly Candidate: readonly { readonly "@id": string }[]; readonly Contest: readonly { readonly "@id": string }[] }[];
}

/** Return what differs in a report of these forms, null where it is none: a value twice, a number that is not whole, other bytes than its values make. */
export function reportAmiss(bytes: Uint8Array, origin: string, forms: readonly Form[]): readonly Difference[] | null {
  const [kabupaten = "", election = ""] = origin.split("/").reverse();
  try {
    const text = textOf(bytes);
    const given = JSON.parse(text) as Json;
    if (`${JSON.stringify(given, null, 1)}\n` !== text) return null;
    const made = again(given as unknown as Given, election, kabupaten, forms);
    const found: Difference[] = [];
    compare("", masked(given), masked(made), found);
    return found.slice(0, MOST_TOLD);
  } catch (error) {
    if (error instanceof Malformed || error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError) return null;
    throw error;
  }
}

/** The report of these forms, with the areas, papers and numbers that `given` names. */
function again(given: Given, election: string, kabupaten: string, forms: readonly Form[]): Json {
  const codes = new Set([...given.GpUnit.map((each) => after("gp-", each["@id"])), kabupaten, ...forms.map(({ place }) => place)]);
  const areas = [...codes].sort().flatMap((code) => areaOf(code, kabupaten));
  const papers = new Map<string, Set<string>>(forms.map(({ sku }) => [sku, new Set()]));
  for (const each of given.Election) {
    const [contest] = each.Contest;
    if (contest === undefined) throw new TypeError("no contest");
    const sku = after(`contest-${election}-`, contest["@id"]);
    const numbers = papers.get(sku) ?? new Set();
    for (const one of each.Candidate) {
      const number = after(`cand-${election}-${sku}-`, one["@id"]);
      if (partsOf(number) !== null) numbers.add(number);
    }
    papers.set(sku, numbers);
  }
  const places = new Set(areas.flatMap(({ code, level }) => (level === 5 ? [code] : [])));
  const known = [...forms].sort((a, b) => (a.place < b.place ? -1 : 1)).filter(({ place }) => places.has(place));
  const of = (sku: string): Form[] => known.filter((form) => form.sku === sku);
  const kinds = [...papers.keys()].sort();
  const isWhole = kinds.length > 0 && kinds.every((sku) => of(sku).length === places.size);
  return {
    "@type": "ElectionResults.ElectionReport",
    Format: "precinct-level",
    GeneratedDate: "",
    Issuer: "",
    IssuerAbbreviation: kabupaten,
    IsTest: false,
    Notes: UNOFFICIAL,
    SequenceStart: 1,
    SequenceEnd: 1,
    Status: isWhole ? "unofficial-complete" : "unofficial-partial",
    VendorApplicationId: "",
    GpUnit: areas.map((each) => unit(each, areas)),
    Election: kinds.map((sku) => electionOf(`${election}-${sku}`, kabupaten, papers.get(sku) ?? new Set(), of(sku), places.size)),
  };
}

function after(first: string, text: string): string {
  return text.startsWith(first) ? text.slice(first.length) : text;
}

function areaOf(code: string, kabupaten: string): readonly Area[] {
  if (code === kabupaten) return [{ code, level: 2, parent: "" }];
  const [desa = ""] = code.split("-");
  if (desa !== code) return [{ code, level: 5, parent: desa }];
  const level = { 8: 3, 13: 4 }[[...code].length];
  return level === undefined ? [] : [{ code, level, parent: code.slice(0, Math.max(code.lastIndexOf("."), 0)) }];
}

function unit({ code, level }: Area, areas: readonly Area[]): Json {
  const below = areas.filter(({ parent }) => parent === code).map((each) => `gp-${each.code}`);
  return {
    "@id": `gp-${code}`,
    "@type": "ElectionResults.ReportingUnit",
    Type: TYPES[level] ?? "",
    Name: TEXT,
    ExternalIdentifier: [{ "@type": "ElectionResults.ExternalIdentifier", Type: "national-level", Value: code }],
    ...(level === 3 ? { OtherType: "kecamatan" } : {}),
    ...(below.length > 0 ? { ComposingGpUnitIds: below } : {}),
  };
}

const TEXT: Json = { "@type": "ElectionResults.InternationalizedText", Text: [{ "@type": "ElectionResults.LanguageString", Language: "id", Content: "" }] };

function electionOf(own: string, scope: string, choices: ReadonlySet<string>, forms: readonly Form[], tps: number): Json {
  const told = [...new Set([...choices, ...forms.flatMap(({ votes }) => [...votes.keys()])])];
  const numbers = told.filter((each) => !isRow(each)).sort();
  const rows = told.filter(isRow).sort(inOrder);
  const contests = rows.length > 0 ? [contest(own, scope, numbers, "", forms, tps), contest(own, scope, rows, "-calon", forms, tps)] : [contest(own, scope, numbers, "", forms, tps)];
  return {
    "@type": "ElectionResults.Election",
    Name: TEXT,
    Type: "general",
    StartDate: "",
    EndDate: "",
    ElectionScopeId: `gp-${scope}`,
    Candidate: [...numbers, ...rows].map((each) => ({ "@id": `cand-${own}-${each}`, "@type": "ElectionResults.Candidate", BallotName: TEXT })),
    BallotCounts: forms.flatMap(ballots),
    Contest: contests,
  };
}

function contest(own: string, scope: string, numbers: readonly string[], suffix: string, forms: readonly Form[], tps: number): Json {
  return {
    "@id": `contest-${own}${suffix}`,
    "@type": "ElectionResults.CandidateContest",
    Name: "",
    ElectionDistrictId: `gp-${scope}`,
    VotesAllowed: 1,
    SubUnitsReported: forms.length,
    TotalSubUnits: tps,
    ContestSelection: numbers.map((number, at) => ({
      "@id": `sel-${own}-${number}`,
      "@type": "ElectionResults.CandidateSelection",
      CandidateIds: [`cand-${own}-${number}`],
      SequenceOrder: at + 1,
      VoteCounts: countsOf(number, scope, forms),
    })),
  };
}

function countsOf(number: string, scope: string, forms: readonly Form[]): Json {
  const rows = forms.flatMap(({ place, votes }) => (votes.has(number) ? [[place, votes.get(number) ?? 0] as const] : []));
  const all = rows.reduce((sum, [, count]) => sum + count, 0);
  return [...rows, [scope, all] as const].map(([code, count]) => ({ "@type": "ElectionResults.VoteCounts", GpUnitId: `gp-${code}`, Type: "total", Count: count }));
}

function ballots({ place, figures }: Form): readonly Json[] {
  const [used, invalid] = [figures.get("used"), figures.get("invalid")];
  if (used === undefined && invalid === undefined) return [];
  const cast = used === undefined ? {} : { BallotsCast: used };
  return [{ "@type": "ElectionResults.BallotCounts", GpUnitId: `gp-${place}`, Type: "total", ...cast, ...(invalid === undefined ? {} : { BallotsRejected: invalid }) }];
}

/** The same value without what cannot be made again. Throws `TypeError` for what no report has. */
function masked(value: Json, key = ""): Json {
  if (isList(value)) return value.map((each) => masked(each));
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, masked(each, name)]));
  if (typeof value === "string" && /\p{Surrogate}/u.test(value)) throw new TypeError("half a character");
  if (typeof value === "number" && !Number.isInteger(value)) throw new TypeError("no whole number");
  if (TEXTS.has(key) && typeof value === "string") return "";
  return key === "IsTest" && typeof value === "boolean" ? false : value;
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === "object" && value !== null && !isList(value);
}

function compare(where: string, given: Json | undefined, made: Json | undefined, found: Difference[]): void {
  if (found.length >= MOST_TOLD) return;
  if (isList(given) && isList(made)) {
    if (given.length !== made.length) found.push([where, said(given), said(made)]);
    for (let at = 0; at < Math.min(given.length, made.length); at += 1) compare(named(where, at, made[at]), given[at], made[at], found);
  } else if (isObject(given) && isObject(made)) {
    const has = (value: object, name: string): boolean => Object.prototype.hasOwnProperty.call(value, name);
    for (const name of [...new Set([...Object.keys(given), ...Object.keys(made)])].sort()) compare(below(where, name), has(given, name) ? given[name] : undefined, has(made, name) ? made[name] : undefined, found);
  } else if (given !== made) found.push([where, said(given), said(made)]);
}

function below(where: string, name: string): string {
  return where === "" ? name : `${where}/${name}`;
}

/** Where one of a list stands: by its own name, or by its TPS, else by its place. */
function named(where: string, at: number, made: Json | undefined): string {
  if (isObject(made) && made["@id"] !== undefined) return String(made["@id"]);
  return below(where, String(isObject(made) ? (made["GpUnitId"] ?? at) : at));
}

function said(value: Json | undefined): string {
  if (value === null || value === undefined) return "kosong";
  if (isList(value)) return `${value.length} butir`;
  if (isObject(value)) return `${Object.keys(value).length} butir`;
  return [...String(value)].slice(0, CUT).join("");
}
