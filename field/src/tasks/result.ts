/**
 * `#/hasil/<kind>[/...]`: the votes of one contest: typed, then the form photographed, then each sum
 * confirmed beside the photo. Never official.
 */
import type { OfficerContext, OfficerPage } from "../app/context";
import { h } from "../app/h";
import { go } from "../app/router";
import type { Screen } from "../app/screen";
import { words } from "../app/words";
import { say } from "../facts/writing";
import { pinGate } from "../handover/parts";
import { choicesIn, MOST_CHOICES } from "../manifest/choices";
import type { Photo } from "../keeping/records";
import { WORDS } from "../log/schema";
import { draftKey, draftOf, figures, hereOf, keepDraft, newSalt, noStation, numbersOf, photoField, pickContest, picture, reasons, sentence, unofficial, verdict, type Here, type Texts } from "./voting_parts";
import { differencesOfResult, type Difference } from "./voting_rules";
import type { Contest } from "./voting_state";

const STEPS = 3;

interface Draft {
  readonly choices: readonly number[];
  readonly texts: Texts;
  readonly photo: Photo;
  readonly confirmed: readonly string[];
}

/** One contest in the middle of being typed. */
interface Work {
  readonly context: OfficerContext;
  readonly here: Here;
  readonly contest: Contest;
  readonly draft: Partial<Draft>;
  readonly choices: readonly number[];
}

interface Numbers {
  readonly votes: readonly number[];
  readonly valid: number;
  readonly invalid: number;
}

export const result: OfficerPage = async (context, short = "", step = "") => {
  const here = await hereOf(context);
  if (here === null) return noStation();
  const { contests } = here.station;
  const contest = contests.length === 1 ? contests[0] : contests.find((each) => each.short === short);
  if (contest === undefined) return pickContest(here, words().voting.result.which, "hasil", ({ sku }) => here.said.results.has(sku));
  const draft = await draftOf<Draft>(context, what(contest));
  const choices = contest.choices.length > 0 ? contest.choices : (draft.choices ?? []);
  const work: Work = { context, here, contest, draft, choices };
  if (choices.length === 0) return howMany(work);
  if (step === "foto") return photo(work);
  if (step === "cocok") return compare(work);
  if (step === "sebab") return why(work);
  return type(work);
};

function what({ short }: Contest): string {
  return `hasil:${short}`;
}

/** "Bupati, langkah 1 dari 3": the header is too narrow for it. */
function stepOf({ contest }: Work, n: number): string {
  return `${contest.name}. ${words().voting.step(n, STEPS)}`;
}

async function keep({ context, contest, draft }: Work, more: Partial<Draft>, ...next: string[]): Promise<void> {
  await keepDraft(context, what(contest), { ...draft, ...more });
  go("hasil", contest.short, ...next);
}

/** No list says how many stand on the paper: the person who holds it does. */
function howMany(work: Work): Screen {
  const { result: text, next } = words().voting;
  const field = h("input", { name: "choices", autocomplete: "off", placeholder: "1-3" });
  const missing = h("p.said", { role: "alert" });
  return {
    title: work.here.title,
    step: work.contest.name,
    heading: text.howMany,
    body: [h("label", {}, text.choices, field, h("small", {}, text.choicesHelp)), missing],
    go: {
      label: next,
      run: async () => {
        const choices = choicesIn(field.value);
        missing.textContent = choices === null ? text.unreadable(MOST_CHOICES) : "";
        if (choices !== null) await keep(work, { choices });
      },
    },
    other: { label: words().trouble.back, run: () => go() },
  };
}

function nameOf(choices: readonly number[], at: number): string {
  return String(choices[at] ?? "");
}

function numbersIn(texts: Texts, choices: readonly number[]): Numbers | null {
  const names = choices.map(String);
  const found = numbersOf(texts, [...names, "valid", "invalid"]);
  return found === null ? null : { votes: names.map((name) => found[name] ?? 0), valid: found["valid"] ?? 0, invalid: found["invalid"] ?? 0 };
}

function differencesIn({ here, contest }: Work, { votes, valid, invalid }: Numbers): Difference[] {
  return differencesOfResult(votes, valid, invalid, here.said.ballots.get(contest.sku)?.used ?? null);
}

function type(work: Work): Screen {
  const { context, contest, draft, choices } = work;
  const { result: text, next, missing: missed } = words().voting;
  const line = verdict();
  const show = (texts: Texts): void => {
    const now = numbersIn(texts, choices);
    line.show(now === null ? "" : text.sum(now.valid, now.invalid), now === null ? [] : differencesIn(work, now), text.good);
  };
  const lines = [...choices.map(String).map((name) => ({ name, label: text.choice(name) })), { name: "valid", label: text.valid }, { name: "invalid", label: text.invalid }];
  const fields = figures(lines, draft.texts ?? {}, (texts) => {
    show(texts);
    void keepDraft(context, what(contest), { ...draft, texts, confirmed: [] });
  });
  show(draft.texts ?? {});
  const missing = h("p.said", { role: "alert" });
  return {
    title: work.here.title,
    step: stepOf(work, 1),
    heading: text.heading,
    body: [unofficial(), fields.element, line.element, missing],
    go: {
      label: next,
      run: async () => {
        const texts = fields.texts();
        missing.textContent = numbersIn(texts, choices) === null ? missed : "";
        if (missing.textContent === "") await keep(work, { texts, confirmed: [] }, "foto");
      },
    },
    other: { label: words().trouble.back, run: () => go() },
  };
}

function photo(work: Work): Screen {
  const { context, contest, draft } = work;
  const { result: text, next, before } = words().voting;
  const field = photoField(text.photoLabel, draft.photo, context.officer.device, async (taken) => {
    await keep(work, { photo: taken, confirmed: [] }, "foto");
  });
  return {
    title: work.here.title,
    step: stepOf(work, 2),
    heading: text.photo,
    body: [unofficial(), ...field.body],
    go: { label: next, closed: draft.photo === undefined ? text.photoFirst : null, run: () => go("hasil", contest.short, "cocok") },
    other: { label: before, run: () => go("hasil", contest.short) },
    leave: field.leave,
  };
}

/** Each sum beside the photo: the person says of every one that it is the same. */
function compare(work: Work): Screen {
  const { context, contest, draft, choices } = work;
  const { result: text } = words().voting;
  const now = numbersIn(draft.texts ?? {}, choices);
  if (now === null || draft.photo === undefined) return type(work);
  const shown = picture(draft.photo);
  const differs = differencesIn(work, now).length > 0;
  const gate = pinGate(context);
  const sums: readonly (readonly [string, string, number])[] = [
    ...now.votes.map((count, at) => [nameOf(choices, at), text.choice(nameOf(choices, at)), count] as const),
    ["valid", text.valid, now.valid],
    ["invalid", text.invalid, now.invalid],
    ["all", text.all, now.valid + now.invalid],
  ];
  const confirmed = new Set(draft.confirmed ?? []);
  const missing = h("p.said", { role: "alert" });
  const rows = sums.map(([name, label, count]) => {
    const box = h("input", { type: "checkbox", name, checked: confirmed.has(name) });
    box.addEventListener("change", async () => {
      if (box.checked) confirmed.add(name);
      else confirmed.delete(name);
      missing.textContent = "";
      await keepDraft(context, what(contest), { ...draft, confirmed: [...confirmed] });
    });
    return h("li", {}, h("label.check", {}, box, h("span.both", {}, label, h("b", {}, count))));
  });
  return {
    title: work.here.title,
    step: stepOf(work, 3),
    heading: text.compare,
    body: [h("div.beside", {}, unofficial(), shown.element), h("ul.rows", {}, ...rows), missing],
    foot: differs ? [] : gate.body,
    go: {
      label: text.same,
      icon: "tepat",
      run: async () => {
        const left = sums.length - confirmed.size;
        missing.textContent = left > 0 ? text.confirm(left) : "";
        if (left > 0) return;
        if (differs) go("hasil", contest.short, "sebab");
        else if (await gate.open()) await signed(work, now, "");
      },
    },
    other: { label: text.differs, run: () => go("hasil", contest.short) },
    leave: shown.leave,
  };
}

function why(work: Work): Screen {
  const { context, contest, draft, choices } = work;
  const { result: text, countAgain } = words().voting;
  const now = numbersIn(draft.texts ?? {}, choices);
  if (now === null || draft.photo === undefined) return type(work);
  const gate = pinGate(context);
  const sign = async (reason: string): Promise<void> => {
    if (await gate.open()) await signed(work, now, reason);
  };
  return {
    title: work.here.title,
    step: contest.name,
    heading: text.why,
    body: [unofficial(), ...differencesIn(work, now).map((each) => h("p.note", {}, sentence(each))), ...gate.body, reasons(WORDS["result.reason"] ?? [], undefined, sign)],
    other: { label: countAgain, run: () => go("hasil", contest.short) },
  };
}

async function signed({ context, here, contest, draft, choices }: Work, { votes, valid, invalid }: Numbers, reason: string): Promise<void> {
  const { store, officer } = context;
  const photos = draft.photo === undefined ? [] : [draft.photo];
  const before = here.said.results.get(contest.sku);
  const counted = votes.map((count, at) => ({ item: nameOf(choices, at), count }));
  const after = before === undefined ? {} : { after: [before.name] };
  const said = { kind: "result", place: here.station.place, sku: contest.sku, votes: counted, valid, invalid, photos: photos.map((each) => each.sha256), reason, salt: newSalt(), ...after } as const;
  await say(store, officer, said, context.now(), { photos, draft: draftKey(context, what(contest)) });
  void context.sync(false);
  const open = here.station.contests.filter((each) => each.sku !== contest.sku && !here.said.results.has(each.sku));
  if (open.length > 0) go("hasil");
  else go();
}
