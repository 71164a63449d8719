/**
 * `#/pindah[/...]`: papers that go from one TPS to another on voting day. The KPPS of each TPS says it
 * for its own; a PPS, who has the paper that both signed, for both. What was said can be taken back.
 */
import type { OfficerContext, OfficerPage } from "../app/context";
import { h } from "../app/h";
import { icon } from "../app/icons";
import { go } from "../app/router";
import type { Screen } from "../app/screen";
import { words } from "../app/words";
import { ofMoving } from "../app/words/of_moving";
import { placeName } from "../enrol/place";
import { say } from "../facts/writing";
import { pinGate } from "../handover/parts";
import { WORDS } from "../log/schema";
import { manifestFor } from "../manifest/kept";
import type { Manifest } from "../manifest/types";
import { contentsOf, isTwice, listedPapers, movedOf, movesSaid, papersOf, tpsCalled, type Move, type Paper, type Spoken } from "./moving_rules";
import { noList, saved } from "./parts";
import { draftKey, draftOf, figures, keepDraft, reasons, type Texts } from "./voting_parts";
import { typed } from "./voting_rules";

const WHAT = "pindah";
const STEPS = 3;
const SAVED = "tersimpan";
const TAKEN = "dibatalkan";

interface Draft {
  /** KPPS: whether its own TPS gives. */
  readonly gives: boolean;
  /** The TPS as typed: of a KPPS the other one, of a PPS both. */
  readonly from: string;
  readonly to: string;
  readonly texts: Texts;
  readonly paper: string;
  readonly reason: string;
}

/** One move in the middle of being said. */
interface Work {
  readonly context: OfficerContext;
  readonly manifest: Manifest;
  readonly draft: Partial<Draft>;
  readonly said: readonly Spoken[];
  readonly names: ReadonlyMap<string, string>;
}

export const moving: OfficerPage = async (context, step = "", name = "") => {
  const text = ofMoving();
  if (step === SAVED) return saved(context, text.title, text.done, text.doneText);
  if (step === TAKEN) return saved(context, text.title, text.taken, text.takenText);
  const manifest = await manifestFor(context.store, context.officer);
  if (manifest === null) return noList(text.title);
  const draft = await draftOf<Draft>(context, WHAT);
  const said = movesSaid(await context.store.briefs(context.officer.device));
  const work: Work = { context, manifest, draft, said, names: new Map(Object.entries(manifest.areas)) };
  if (step === "batal") return takeBack(work, name);
  if (step === "jumlah") return counts(work);
  if (step === "tanda") return sign(work);
  return isKpps(work) ? direction(work) : both(work);
};

function isKpps({ context }: Work): boolean {
  return context.officer.role === "kpps";
}

/** The desa beside whose number a TPS is called. */
function desaOf({ context }: Work): string {
  return context.officer.area.split("-")[0] ?? "";
}

function titleOf({ context, names }: Work): string {
  return placeName(context.officer.area, names);
}

async function keep({ context, draft }: Work, more: Partial<Draft>, ...next: string[]): Promise<void> {
  await keepDraft(context, WHAT, { ...draft, ...more });
  go(WHAT, ...next);
}

/** Both TPS of the draft, null as long as one is missing or both are the same. */
function wayOf(work: Work): { readonly place: string; readonly to: string } | null {
  const { context, draft } = work;
  const own = context.officer.area;
  const desa = desaOf(work);
  const from = isKpps(work) && draft.gives === true ? own : tpsCalled(draft.from ?? "", desa);
  const to = isKpps(work) && draft.gives === false ? own : tpsCalled(draft.to ?? "", desa);
  return from === null || to === null || from === to ? null : { place: from, to };
}

/** Step 1 of a KPPS: the own TPS gives or takes, and the number of the other one. */
function direction(work: Work): Screen {
  const { draft } = work;
  const text = ofMoving();
  const field = tpsField("other", text.other, draft.gives === true ? draft.to : draft.from);
  const missing = h("p.said", { role: "alert" });
  const press = (gives: boolean) => async (): Promise<void> => {
    const next: Work = { ...work, draft: { ...draft, gives, ...(gives ? { from: "", to: field.value } : { from: field.value, to: "" }) } };
    missing.textContent = wayOf(next) === null ? text.wrongTps : "";
    if (wayOf(next) !== null) await keep(next, {}, "jumlah");
  };
  const button = (gives: boolean, name: "serah" | "terima", label: string): HTMLElement => h("button", { type: "button", "aria-pressed": String(draft.gives === gives), onclick: () => void press(gives)() }, icon(name, 20), label);
  return {
    title: titleOf(work),
    step: words().voting.step(1, STEPS),
    heading: text.direction,
    body: [labelled(field, text.other, text.tpsHelp), missing, h("div.pick", {}, button(true, "serah", text.give), button(false, "terima", text.take)), ...records(work)],
    other: { label: words().trouble.back, run: () => go() },
  };
}

/** Step 1 of a PPS, who speaks for both by their paper. */
function both(work: Work): Screen {
  const { draft } = work;
  const text = ofMoving();
  const [from, to] = [tpsField("from", text.from, draft.from), tpsField("to", text.to, draft.to)];
  const paper = h("input", { name: "paper", autocomplete: "off", maxlength: 60, value: draft.paper ?? "" });
  const missing = h("p.said", { role: "alert" });
  return {
    title: titleOf(work),
    step: words().voting.step(1, STEPS),
    heading: text.both,
    body: [labelled(from, text.from, text.tpsHelp), labelled(to, text.to, ""), labelled(paper, text.paper, text.paperHelp), missing, ...records(work)],
    go: {
      label: words().voting.next,
      run: async () => {
        const next: Work = { ...work, draft: { ...draft, from: from.value, to: to.value, paper: codeIn(paper.value) } };
        missing.textContent = wayOf(next) === null ? text.wrongTps : next.draft.paper === "" ? text.paperFirst : "";
        if (missing.textContent === "") await keep(next, {}, "jumlah");
      },
    },
    other: { label: words().trouble.back, run: () => go() },
  };
}

/** A number of a paper as a fact can say it: letters, digits and signs of ASCII. */
function codeIn(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "").trim();
}

function tpsField(name: string, label: string, value: string | undefined): HTMLInputElement {
  return h("input.figure", { name, autocomplete: "off", inputmode: "tel", maxlength: 17, value: value ?? "", "aria-label": label });
}

function labelled(field: HTMLElement, label: string, small: string): HTMLElement {
  return h("label", {}, label, field, small !== "" && h("small", {}, small));
}

/** What this phone has said already, each with its way back. */
function records(work: Work): HTMLElement[] {
  const { said, names, manifest } = work;
  if (said.length === 0) return [];
  const rows = said.map((each) => {
    const papers = papersOf(manifest, each.place);
    const line = h("span", {}, h("b", {}, ofMoving().way(placeName(each.place, names), placeName(each.to, names))), h("small", {}, listedPapers(each.contents, papers)));
    return h("li", {}, h("a.whole", { href: `#/${WHAT}/batal/${each.name}` }, icon("tepat", 22, "tepat"), line));
  });
  return [h("h2", {}, ofMoving().said), h("ul.rows", {}, ...rows)];
}

function wayLine(work: Work, { place, to }: { readonly place: string; readonly to: string }): string {
  return ofMoving().way(placeName(place, work.names), placeName(to, work.names));
}

/** Numbers as typed: an empty field is nothing of that kind, anything that is no number is asked for again. */
function countsIn(papers: readonly Paper[], texts: Texts): Readonly<Record<string, number>> | null {
  const found = papers.map(({ short }) => [short, (texts[short] ?? "").trim() === "" ? 0 : typed(texts[short] ?? "")] as const);
  if (found.some(([, count]) => count === null) || found.every(([, count]) => count === 0)) return null;
  return Object.fromEntries(found) as Record<string, number>;
}

/** Step 2: how many of which kind. */
function counts(work: Work): Screen {
  const { context, draft, manifest } = work;
  const text = ofMoving();
  const way = wayOf(work);
  if (way === null) return isKpps(work) ? direction(work) : both(work);
  const papers = papersOf(manifest, isKpps(work) ? context.officer.area : way.place);
  const fields = figures(papers.map(({ short, name }) => ({ name: short, label: name })), draft.texts ?? {}, (texts) => void keepDraft(context, WHAT, { ...draft, texts }));
  const missing = h("p.said", { role: "alert" });
  return {
    title: titleOf(work),
    step: words().voting.step(2, STEPS),
    heading: text.counts,
    body: [h("p.say", {}, wayLine(work, way)), papers.length === 0 ? h("p.say", {}, text.noPapers) : fields.element, missing],
    ...(papers.length === 0
      ? {}
      : {
          go: {
            label: words().voting.next,
            run: async () => {
              const texts = fields.texts();
              missing.textContent = countsIn(papers, texts) === null ? text.missing : "";
              if (missing.textContent === "") await keep(work, { texts }, "tanda");
            },
          },
        }),
    other: { label: words().voting.before, run: () => go(WHAT) },
  };
}

/** The move as it would be said, null as long as something of it is missing. */
function moveOf(work: Work): { readonly move: Move; readonly papers: readonly Paper[] } | null {
  const { context, draft, manifest } = work;
  const way = wayOf(work);
  if (way === null) return null;
  const papers = papersOf(manifest, isKpps(work) ? context.officer.area : way.place);
  const found = countsIn(papers, draft.texts ?? {});
  if (found === null) return null;
  return { papers, move: { ...way, contents: contentsOf(papers, found), paper: isKpps(work) ? "" : (draft.paper ?? ""), reason: draft.reason ?? "" } };
}

/** Step 3: why, the PIN, and a question where just this was said before. */
function sign(work: Work): Screen {
  const { context, draft, said } = work;
  const text = ofMoving();
  const found = moveOf(work);
  if (found === null) return counts(work);
  const { move, papers } = found;
  const gate = pinGate(context);
  const pick = async (reason: string): Promise<void> => {
    if (!(await gate.open())) return;
    await say(context.store, context.officer, movedOf({ ...move, reason }), context.now(), { draft: draftKey(context, WHAT) });
    void context.sync(false);
    go(WHAT, SAVED);
  };
  const twice = isTwice(said, move) ? [h("p.note", {}, icon("perhatian", 22, "perhatian"), h("span", {}, text.twice))] : [];
  return {
    title: titleOf(work),
    step: words().voting.step(3, STEPS),
    heading: text.why,
    body: [h("p.say", {}, wayLine(work, move), h("br", {}), h("b", {}, listedPapers(move.contents, papers))), ...twice, ...gate.body, reasonsOf(draft.reason, pick)],
    other: { label: words().voting.before, run: () => go(WHAT, "jumlah") },
  };
}

function reasonsOf(chosen: string | undefined, pick: (word: string) => Promise<unknown>): HTMLElement {
  return reasons(WORDS["papers_moved.reason"] ?? [], chosen, pick, ofMoving().reasons);
}

/** `#/pindah/batal/<fact>`: what was told by mistake or twice moves nothing any more. */
function takeBack(work: Work, name: string): Screen {
  const { context, said, manifest } = work;
  const text = ofMoving();
  const found = said.find((each) => each.name === name);
  if (found === undefined) return isKpps(work) ? direction(work) : both(work);
  const gate = pinGate(context);
  const pick = async (reason: string): Promise<void> => {
    if (!(await gate.open())) return;
    await say(context.store, context.officer, { kind: "cancelled", fact: name, reason }, context.now());
    void context.sync(false);
    go(WHAT, TAKEN);
  };
  return {
    title: titleOf(work),
    heading: text.takeBack,
    body: [h("p.say", {}, wayLine(work, found), h("br", {}), h("b", {}, listedPapers(found.contents, papersOf(manifest, found.place)))), ...gate.body, reasons(["twice", "wrong_count", "wrong_place", "typo"], undefined, pick, text.mistakes)],
    other: { label: words().trouble.back, run: () => go(WHAT) },
  };
}
