/** Giving a load: check and sign, show the code, scan the answer, done. */
import { h, type Child } from "../app/h";
import { icon } from "../app/icons";
import type { OfficerPage } from "../app/context";
import { go } from "../app/router";
import type { Screen } from "../app/screen";
import { words } from "../app/words";
import { ofHandover } from "../app/words/of_handover";
import { placeName } from "../enrol/place";
import { dressed, say as sayFact } from "../facts/writing";
import type { Photo } from "../keeping/records";
import type { Given } from "../log/schema";
import { checkAnswer, type Refusal } from "./checking";
import { boxList, nameFor, namesIn } from "./boxes";
import { looking } from "./camera";
import { cancelled, isCancelled } from "./cancelling";
import { differenceOf } from "./differing";
import { halfCalled, isProven, itemOf, keepOther, knownBy, loadOf, partyName, type Half, type Known, type Mine } from "./knowing";
import { HOLDERS, idOf, partyOf, type Load } from "./loads";
import { ambers, draftOf, isOtherwise, key, otherwiseLine, pinGate, redScreen, type Draft } from "./parts";
import { fits, givenOf, shorter, type Sides } from "./saying";
import { codesOf, codeView } from "./showing";
import { Offered, standingOf, type Standing } from "./standing";
import { paperForm } from "./paper";
import { waitFor } from "./waiting";

/** `#/serahkan` and `#/serahkan/<list>[/kertas]`: which load, then everything that is signed. */
export const give: OfficerPage = async (context, list = "", paper = "") => {
  const known = await knownBy(context);
  const load = known.loads.find((each) => idOf(each) === list);
  return load === undefined || giverOf(context, load) === null ? pick(context, known) : check(context, known, load, paper === "kertas");
};

function pick(context: Mine, known: Known): Screen {
  const { title, pick: say, boxes } = ofHandover();
  // What the log saw arrive is nobody's to give any more, whichever phone of the party gave it.
  const over = new Set((known.manifest?.loads ?? []).filter(({ stage }) => stage === "received").map(({ list }) => list));
  const open = known.loads.filter((load) => giverOf(context, load) !== null && !over.has(load.list));
  const rows = open.map((load) =>
    h("li", {}, h("a.whole", { href: `#/serahkan/${idOf(load)}` }, icon("serah", 24, ""), h("span", {}, [load.shipment, placeName(load.to.split(":")[0] ?? "", known.names)].filter((each) => each !== "").join(", "), h("small", {}, boxes(load.packages.length))))),
  );
  if (rows.length === 0) return { title, heading: say.none, body: [h("p.say", {}, say.noneText)], go: { label: words().trouble.back, run: () => go() } };
  return { title, heading: say.heading, body: [h("ul.rows", {}, ...rows)], other: { label: words().trouble.back, run: () => go() } };
}

/** Who gives this load from here: this officer's party, or null where it is not theirs to give. */
function giverOf({ officer }: Mine, load: Load): string | null {
  const own = `${officer.role}@${officer.area}`;
  if (!HOLDERS.has(officer.role)) return null;
  return own === partyOf(load.to) ? null : own;
}

/** Who and where. A driver takes it where it stands, everybody else where it goes. */
function sidesOf(context: Mine, load: Load, draft: Draft): Sides {
  const receiver = draft.receiver ?? partyOf(load.to) ?? "";
  const isThere = receiver === partyOf(load.to);
  return { giver: `${context.officer.role}@${context.officer.area}`, receiver, place: isThere ? load.to : load.start };
}

async function check(context: Mine, known: Known, load: Load, onPaper: boolean): Promise<Screen> {
  const say = ofHandover();
  const standing = await standingFor(context, load);
  const kept = await draftOf(context, idOf(load));
  // A paper takes the place of the offer whose receiver turned out to have no phone.
  const before = onPaper && standing.open !== "" ? { ...kept, replaces: standing.open } : kept;
  if (isTaken(standing, before.replaces)) return standing.open === "" ? already(standing.done) : offer(context, standing.open);
  const draft = isOtherwise(before.otherwise) ? before : { ...before, otherwise: { ...before.otherwise, missing: standing.gone } };
  const sides = sidesOf(context, load, draft);
  const gate = pinGate(context);
  const paper = onPaper ? paperForm() : null;
  const boxes = load.packages.length - draft.otherwise.missing.length + draft.otherwise.extra.length;
  const seals = load.packages.flatMap((code) => known.seals.get(code) ?? []).length;
  return {
    title: say.title,
    step: say.step(1, 3),
    heading: say.give.heading(boxes, partyName(sides.receiver, known.names)),
    body: [
      h("p.say", {}, `${load.shipment === "" ? "" : `${load.shipment}: `}${say.boxes(boxes)}, ${say.seals(seals)}`),
      boxList(load.packages, known, known.seals, draft.otherwise),
      otherwiseLine(draft.otherwise),
      ...(paper === null ? [links(load)] : paper.body),
    ],
    foot: gate.body,
    go: {
      label: say.give.sign,
      run: async () => {
        const written = paper === null ? null : await paper.read(context.officer.device);
        if ((paper !== null && written === null) || !(await gate.open())) return;
        const whole = written === null ? draft : { ...draft, paper: written.paper };
        try {
          go("serah", await signed(context, known, load, sides, whole, written?.photos ?? []));
        } catch (error) {
          if (!(error instanceof Offered)) throw error;
          go("serah", ...(error.standing.open === "" ? [error.standing.done, "selesai"] : [error.standing.open]));
        }
      },
    },
  };
}

async function standingFor({ store, officer }: Mine, load: Load): Promise<Standing> {
  return standingOf(load, `${officer.role}@${officer.area}`, await store.briefs());
}

/** Whether there is an offer of this load that a new one would stand beside. */
function isTaken({ open, done }: Standing, replaces: string | undefined): boolean {
  return done !== "" || (open !== "" && open !== replaces);
}

/** The load went over: who comes back to its address signs nothing. */
function already(name: string): Screen {
  const { title, already: say } = ofHandover();
  const { back } = words().trouble;
  return { title, icon: { name: "tepat" }, heading: say.heading, body: [h("p.say", {}, say.text)], go: { label: say.show, run: () => go("serah", name, "selesai") }, other: { label: back, run: () => go() } };
}

function links(load: Load): Child {
  const { give: say } = ofHandover();
  return h(
    "div.answers",
    {},
    h("button", { type: "button", onclick: () => go("serahkan", idOf(load), "beda") }, say.otherwise),
    h("button", { type: "button", onclick: () => go("serahkan", idOf(load), "kertas") }, say.paper),
  );
}

/** Sign the offer; one that it takes the place of is cancelled in the same breath, before it. */
async function signed(context: Mine, known: Known, load: Load, sides: Sides, draft: Draft, photos: readonly Photo[]): Promise<string> {
  const { store, officer } = context;
  const now = context.now();
  const first = async (): Promise<void> => {
    const standing = await standingFor(context, load);
    if (isTaken(standing, draft.replaces)) throw new Offered(standing);
  };
  await first();
  if (draft.replaces !== undefined && (known.here.answers.get(draft.replaces) ?? []).length === 0) {
    await sayFact(store, officer, { kind: "cancelled", shipment: load.shipment, list: load.list, fact: draft.replaces, reason: "wrong_receiver" }, now);
  }
  const whole = givenOf(load, sides, draft.otherwise, known.seals, draft.paper);
  const head = await store.head(officer.log);
  const seen = head === undefined ? null : { root: head.root.slice(0, 16), size: head.size };
  const said = fits(dressed(officer, whole, now, seen)) ? whole : shorter(whole, draft.otherwise);
  const kept = await sayFact(store, officer, said, now, { photos, draft: key(context, idOf(load)) }, [], first);
  return kept.name;
}

/** `#/serah/<given>`: the code to scan, and everything that may be done with an offer. */
export const offer: OfficerPage = async (context, name = "") => {
  const known = await knownBy(context);
  const half = halfCalled(known, name);
  if (half?.fact.kind !== "given") return nothing();
  const { fact } = half;
  const say = ofHandover();
  if (await isCancelled(context, name)) return cancelled();
  const who = partyName(fact.receiver, known.names);
  const shown = codeView(codesOf([itemOf(half.kept)]), say.offer.label);
  const load = loadOf(known, fact);
  const boxes = countIn(fact, known);
  const seals = (fact.checks ?? []).flatMap((each) => each.seals ?? []).length;
  const server = waitFor(context, say.online.answer, () => isAnswered(context, name));
  return {
    title: say.title,
    step: h("span", {}, `${say.step(2, 3)} · `, server.view),
    heading: say.offer.heading(who),
    body: [
      shown.view,
      h("p.small.c", {}, `${say.boxes(boxes)}${seals > 0 ? `, ${say.seals(seals)}` : ""}`),
      h("p.small.c", {}, fact.paper === undefined ? say.offer.unanswered : say.offer.onPaper),
      h(
        "div.answers",
        {},
        answersTo(known, name).some(({ proof }) => proof === "unknown") && h("button", { type: "button", onclick: () => go("serah", name, "selesai") }, say.unproven.heading),
        fact.paper === undefined && h("button", { type: "button", onclick: () => go("serahkan", idOf(load), "kertas") }, say.give.paper),
        h("button", { type: "button", onclick: () => go("serah", name, "batal") }, say.cancel.button),
      ),
    ],
    go: { label: say.offer.scan, run: () => go("serah", name, "jawaban") },
    other: { label: say.offer.ways, run: () => go("serah", name, "cara") },
    leave: () => {
      shown.leave();
      server.leave();
    },
  };
};

/** How many boxes an offer is about. */
function countIn(given: Given, known: Known): number {
  const load = loadOf(known, given);
  return load.packages.length - (given.without?.length ?? 0) + (load.list === "" ? 0 : (given.packages?.length ?? 0));
}

/** Whether the other half is here, from wherever it came; then the last screen follows by itself. */
async function isAnswered(context: Mine, name: string): Promise<boolean> {
  const isHere = ((await knownBy(context)).here.answers.get(name) ?? []).length > 0;
  if (isHere) go("serah", name, "selesai");
  return isHere;
}

let refused: { readonly name: string; readonly refusal: Refusal } | null = null;

/** `#/serah/<given>/jawaban`: the camera, until the answer is here and kept. */
export const answer: OfficerPage = async (context, name = "") => {
  const known = await knownBy(context);
  const half = halfCalled(known, name);
  if (half?.fact.kind !== "given") return nothing();
  const given: Given = half.fact;
  const say = ofHandover();
  if (refused?.name === name) {
    const { refusal } = refused;
    refused = null;
    return redScreen(refusal, { label: say.again, run: context.redraw });
  }
  const look = looking(say.answer.waits, {
    items: async (items) => {
      const found = await Promise.all(items.map((item) => checkAnswer(item, given, name, known.here)));
      const right = found.findIndex((each) => each.is === "answer");
      const [first] = found;
      const best = found[right] ?? first;
      if (best === undefined) return false;
      if (best.is === "red") {
        // A second receiver's answer is evidence: it is kept, and it is said.
        const item = items[0];
        if (best.why === "second_answer" && item !== undefined && best.half !== null) {
          await keepOther(context, item, { name: best.name, kind: best.half.kind, seq: best.half.seq ?? 0 });
        }
        refused = { name, refusal: best };
        context.redraw();
        return true;
      }
      const item = items[right] as (typeof items)[number];
      await keepOther(context, item, { name: best.name, kind: best.answer.kind, seq: best.answer.seq ?? 0 });
      go("serah", name, "selesai");
      return true;
    },
  });
  const server = waitFor(context, say.online.answer, () => isAnswered(context, name));
  return {
    title: say.title,
    step: h("span", {}, `${say.step(3, 3)} · `, server.view),
    heading: say.answer.heading,
    view: look.view,
    body: look.body,
    other: { label: say.ways.back, run: () => go("serah", name) },
    leave: () => {
      look.leave();
      server.leave();
    },
  };
};

/** `#/serah/<given>/selesai`: both halves are here. */
export const closed: OfficerPage = async (context, given = "") => {
  const known = await knownBy(context);
  const half = halfCalled(known, given);
  const answers = answersTo(known, given);
  const last = answers.filter(({ proof }) => isProven(proof)).at(-1);
  if (half?.fact.kind === "given" && last === undefined && answers.length > 0) return unproven(known, given, answers);
  if (half?.fact.kind !== "given" || last === undefined || last.fact.kind === "given") return nothing();
  const say = ofHandover();
  const who = partyName(last.fact.receiver, known.names);
  const verdict = await checkAnswer(itemOf(last.kept), half.fact, given, { ...known.here, answers: new Map() });
  const amber = verdict.is === "answer" ? verdict.amber : [];
  const isRefused = last.fact.kind === "refused";
  const { missing, extra } = isRefused ? { missing: [], extra: [] } : differenceOf(half.fact, last.fact);
  const checks = last.fact.checks ?? [];
  const gave = countIn(half.fact, known);
  const boxes = gave - missing.length + extra.length;
  const name = nameFor(missing, namesIn(known));
  const isWhole = !isRefused && !isOtherwise({ missing, extra, checks }) && amber.length === 0;
  return {
    title: say.title,
    icon: isWhole ? { name: "tepat" } : { name: isRefused ? "tidak" : "perhatian" },
    heading: isRefused ? say.done.refused(who) : missing.length > 0 ? say.done.some(who, boxes, gave) : say.done.heading(who, boxes),
    body: [
      missing.length > 0 && h("p.note", {}, icon("tidak", 22, "tidak"), h("span", {}, say.done.notReceived(missing.map(name).join("; ")))),
      h("p.say", {}, isRefused ? say.done.refusedText : say.done.both),
      otherwiseLine({ missing: [], extra, checks }),
      ...ambers(amber),
    ],
    go: {
      label: say.done.close,
      run: () => {
        void context.sync(false);
        go();
      },
    },
  };
};

/** Answers to an offer that this phone keeps, whoever signed them. */
function answersTo(known: Known, name: string): Half[] {
  return known.halves.filter(({ fact }) => fact.kind !== "given" && fact.given === name);
}

/** Whoever signed with a key that no list knows may be anybody: the boxes stay in this person's charge. */
function unproven(known: Known, name: string, answers: readonly Half[]): Screen {
  const { title, unproven: say, again } = ofHandover();
  const open = answers.filter(({ proof }) => proof === "unknown").at(-1);
  const scan = { label: again, run: () => go("serah", name, "jawaban") };
  if (open === undefined) return redScreen({ is: "red", why: "bad_answer", half: null, name }, scan);
  return {
    title,
    icon: { name: "perhatian" },
    heading: say.heading,
    body: [h("p.say", {}, say.text(partyName(open.fact.receiver, known.names)))],
    go: { label: say.prove, run: () => go("serah", name, "bukti") },
    other: scan,
  };
}

export function nothing(): Screen {
  const { trouble } = words();
  return { title: ofHandover().title, heading: trouble.noPage, go: { label: trouble.back, run: () => go() } };
}
