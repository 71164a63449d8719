/** `#/tutup/<kind>[/sebab]`: what became of the ballot papers, with the sum while it is typed. */
import type { OfficerContext, OfficerPage } from "../app/context";
import { h } from "../app/h";
import { go } from "../app/router";
import type { Screen } from "../app/screen";
import { words } from "../app/words";
import { say } from "../facts/writing";
import { pinGate } from "../handover/parts";
import { WORDS } from "../log/schema";
import { netOf } from "./moving_rules";
import { draftKey, draftOf, figures, hereOf, keepDraft, newSalt, noStation, numbersOf, pickContest, reasons, sentence, unofficial, verdict, type Here, type Texts } from "./voting_parts";
import { differencesOfPapers, type Difference, type Papers } from "./voting_rules";
import type { Contest } from "./voting_state";

const NAMES = ["received", "used", "spoiled", "left"] as const;

export const closing: OfficerPage = async (context, short = "", step = "") => {
  const here = await hereOf(context);
  if (here === null) return noStation();
  const { contests } = here.station;
  const contest = contests.length === 1 ? contests[0] : contests.find((each) => each.short === short);
  if (contest === undefined) return pickContest(here, words().voting.closing.which, "tutup", ({ sku }) => here.said.ballots.has(sku));
  const draft = (await draftOf<Texts>(context, what(contest))) as Texts;
  return step === "sebab" ? why(context, here, contest, draft) : numbers(context, here, contest, draft);
};

function what({ short }: Contest): string {
  return `tutup:${short}`;
}

/** What should be here: what the plan sends, and what came from and went to other TPS. */
function expectedOf({ station, moved }: Here, { planned, sku }: Contest): number | null {
  return planned === null ? null : planned + netOf(moved, station.place, sku);
}

/** What this phone told of the papers of a box and does not add up; none where nothing was told. */
export function differencesOfBox(here: Here, code: string): Difference[] {
  return here.station.contests.flatMap((contest) => {
    const told = contest.box === code ? here.said.ballots.get(contest.sku) : undefined;
    return told === undefined ? [] : differencesIn(here, contest, told);
  });
}

function differencesIn(here: Here, contest: Contest, papers: Papers): Difference[] {
  // With several contests moved voters get fewer papers, so only one contest equals the voters.
  const voters = here.station.contests.length === 1 ? (here.said.turnouts.at(-1)?.voters ?? null) : null;
  return differencesOfPapers(papers, expectedOf(here, contest), voters);
}

function numbers(context: OfficerContext, here: Here, contest: Contest, draft: Texts): Screen {
  const { closing: text, missing: missed } = words().voting;
  const line = verdict();
  const gate = pinGate(context);
  const pin = h("div", {}, ...gate.body);
  const expected = expectedOf(here, contest);
  const start = { received: expected === null ? "" : String(expected), ...draft };
  const show = (texts: Texts): void => {
    const now = numbersOf(texts, NAMES);
    // A difference asks for its reason first: the PIN stands there.
    pin.hidden = now !== null && differencesIn(here, contest, now).length > 0;
    line.show(now === null ? "" : text.sum(now.used, now.spoiled, now.left), now === null ? [] : differencesIn(here, contest, now), text.good);
  };
  const fields = figures(
    [
      { name: "received", label: text.received, small: text.planned(contest.planned, netOf(here.moved, here.station.place, contest.sku)) },
      { name: "used", label: text.used },
      { name: "spoiled", label: text.spoiled },
      { name: "left", label: text.left },
    ],
    start,
    (texts) => {
      show(texts);
      void keepDraft(context, what(contest), { ...draft, ...texts });
    },
  );
  show(start);
  const missing = h("p.said", { role: "alert" });
  return {
    title: here.title,
    step: contest.name,
    heading: text.heading,
    body: [unofficial(), fields.element, line.element, missing, pin],
    go: {
      label: text.next,
      icon: "suara",
      run: async () => {
        const now = numbersOf(fields.texts(), NAMES);
        missing.textContent = now === null ? missed : "";
        if (now === null) return;
        await keepDraft(context, what(contest), { ...draft, ...fields.texts() });
        if (differencesIn(here, contest, now).length > 0) go("tutup", contest.short, "sebab");
        else if (await gate.open()) await keep(context, here, contest, now, "");
      },
    },
    other: { label: words().trouble.back, run: () => go() },
  };
}

/** A difference is said once more, and kept with its reason: nobody is made to invent numbers. */
function why(context: OfficerContext, here: Here, contest: Contest, draft: Texts): Screen {
  const { closing: text, countAgain } = words().voting;
  const now = numbersOf(draft, NAMES);
  if (now === null) return numbers(context, here, contest, draft);
  const gate = pinGate(context);
  const signed = async (reason: string): Promise<void> => {
    if (await gate.open()) await keep(context, here, contest, now, reason);
  };
  return {
    title: here.title,
    step: contest.name,
    heading: text.why,
    body: [...differencesIn(here, contest, now).map((each) => h("p.note", {}, sentence(each))), ...gate.body, reasons(WORDS["ballots.reason"] ?? [], undefined, signed), unofficial()],
    other: { label: countAgain, run: () => go("tutup", contest.short) },
  };
}

async function keep(context: OfficerContext, here: Here, contest: Contest, papers: Papers, reason: string): Promise<void> {
  const { store, officer } = context;
  const before = here.said.ballots.get(contest.sku);
  const after = before === undefined ? {} : { after: [before.name] };
  await say(store, officer, { kind: "ballots", place: here.station.place, sku: contest.sku, ...papers, reason, salt: newSalt(), ...after }, context.now(), { draft: draftKey(context, what(contest)) });
  void context.sync(false);
  const open = here.station.contests.filter((each) => each.sku !== contest.sku && !here.said.ballots.has(each.sku));
  if (open.length > 0) go("tutup");
  else go();
}
