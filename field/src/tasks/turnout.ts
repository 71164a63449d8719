/** `#/partisipasi`: three numbers, four times a day. What is odd is said, and may be kept. */
import type { OfficerPage } from "../app/context";
import { h } from "../app/h";
import { go } from "../app/router";
import { words } from "../app/words";
import { say } from "../facts/writing";
import { draftKey, draftOf, figures, hereOf, keepDraft, noStation, numbersOf, unofficial, verdict, type Texts } from "./voting_parts";
import { differencesOfVoters, totalOf } from "./voting_rules";
import { papersFor, TURNOUT_HOURS } from "./voting_state";

const WHAT = "partisipasi";
const NAMES = ["dpt", "moved", "unlisted"] as const;

export const turnout: OfficerPage = async (context) => {
  const here = await hereOf(context);
  if (here === null) return noStation();
  const { store, officer } = context;
  const { turnout: text } = words().voting;
  const { station, said } = here;
  const last = said.turnouts.at(-1);
  const most = { dpt: station.dpt, moved: station.dptb, papers: papersFor(station) };
  const line = verdict();
  const show = (texts: Texts): void => {
    const now = numbersOf(texts, NAMES);
    const found = now === null ? [] : differencesOfVoters(now, last?.voters ?? 0, most);
    line.show(now === null ? "" : text.sum(totalOf(now), most.papers), found, text.good(now === null ? 0 : totalOf(now), most.dpt));
  };
  const draft = await draftOf<Texts>(context, WHAT);
  const before = (count: number | undefined, limit: number | null): string => text.small(last === undefined ? null : (count ?? 0), limit);
  const fields = figures(
    [
      { name: "dpt", label: text.dpt, small: before(last?.dpt, station.dpt) },
      { name: "moved", label: text.moved, small: before(last?.moved, station.dptb) },
      { name: "unlisted", label: text.unlisted, small: text.from },
    ],
    draft as Texts,
    (texts) => {
      show(texts);
      void keepDraft(context, WHAT, texts);
    },
  );
  show(draft as Texts);
  const missing = h("p.said", { role: "alert" });
  const nth = Math.min(said.turnouts.length + 1, TURNOUT_HOURS.length);
  return {
    title: here.title,
    step: text.step(TURNOUT_HOURS[nth - 1] ?? 13, nth, TURNOUT_HOURS.length),
    heading: text.heading,
    body: [unofficial(), fields.element, line.element, missing],
    go: {
      label: text.keep,
      icon: "orang",
      run: async () => {
        const now = numbersOf(fields.texts(), NAMES);
        missing.textContent = now === null ? words().voting.missing : "";
        if (now === null) return;
        await say(store, officer, { kind: "turnout", place: station.place, voters: totalOf(now), ...now }, context.now(), { draft: draftKey(context, WHAT) });
        void context.sync(false);
        go();
      },
    },
    other: { label: words().trouble.back, run: () => go() },
  };
};
