/** What is to do at a TPS on voting day, one row a kind of work: the list for `rules.ts`. Pure. */
import { words } from "../app/words";
import type { Icon } from "../app/icons";
import type { Path } from "../app/router";
import { listedBack, loadBack } from "../handover/back";
import type { Manifest } from "../manifest/types";
import type { Task, TaskRule, World } from "./task";
import { boxesHere, daysSinceVote, ENDS_AT, minuteAt, spokenAt, stationOf, TURNOUT_HOURS, type Spoken, type Station } from "./voting_state";

/** Between what waits for an answer (0) and loads, which rank by the second they leave. */
const RANK = 100;
/** Behind every load, before what is done once a week. */
const AFTER_LOADS = 2_900_000_000;
/** Minutes by which a turnout may be told before its hour. */
const EARLY = 30;

interface Day {
  readonly station: Station;
  readonly said: Spoken;
  /** 0 on the day, negative before. */
  readonly since: number;
  readonly minute: number;
}

export const voting: TaskRule<Manifest> = (world) => {
  const day = dayOf(world);
  if (day === null) return backTasks(world);
  if (world.officer.role === "ptps") return resultTasks(day);
  if (world.officer.role !== "kpps") return [];
  if (day.since < 0) return [row("vote:open", "kotak", ["buka"], 0, "later")];
  if (day.said.began === null) return [row("vote:open", "kotak", ["buka"], 0, "now")];
  return [...turnoutTasks(day), ...paperTasks(day), ...resultTasks(day), ...sealTasks(day), ...moveTasks(day), ...leaveTasks(day)];
};

/** The TPS, what was said of it, and how late it is; null where there is no TPS or no list. */
function dayOf({ manifest, officer, facts, now }: World<Manifest>): Day | null {
  const station = stationOf(manifest, officer);
  if (manifest === null || station === null) return null;
  return { station, said: spokenAt(facts, officer), since: daysSinceVote(manifest, now) ?? 0, minute: minuteAt(manifest.zone, now) };
}

function isOver({ since, minute }: Day): boolean {
  return since > 0 || minute >= ENDS_AT;
}

function turnoutTasks(day: Day): Task[] {
  const told = day.said.turnouts.length;
  const hour = TURNOUT_HOURS[told];
  if (hour === undefined || day.said.ballots.size > 0) return [];
  const when = day.since > 0 || day.minute >= hour * 60 - EARLY ? "now" : "later";
  return [row("vote:turnout", "orang", ["partisipasi"], 1, when, [told + 1, TURNOUT_HOURS.length, hour])];
}

function paperTasks(day: Day): Task[] {
  const { contests } = day.station;
  const open = contests.filter((each) => !day.said.ballots.has(each.sku));
  const [first] = open;
  if (first === undefined) return [];
  return [row("vote:papers", "suara", ["tutup"], 2, isOver(day) ? "now" : "later", [contests.length - open.length, contests.length, 0])];
}

function resultTasks(day: Day): Task[] {
  const { contests } = day.station;
  const open = contests.filter((each) => !day.said.results.has(each.sku));
  if (open.length === 0) return [];
  const isReady = day.said.ballots.size > 0 || isOver(day);
  const when = day.since >= 0 && isReady ? "now" : "later";
  return [row("vote:result", "periksa", ["hasil"], 3, when, [contests.length - open.length, contests.length, 0])];
}

function sealTasks(day: Day): Task[] {
  const boxes = boxesHere(day.station, day.said);
  const left = boxes.filter((met) => !day.said.sealed.has(met.code));
  if (left.length === 0) return [];
  const when = day.said.results.size > 0 ? "now" : "later";
  return [row("vote:seal", "segel", ["segelkotak"], 4, when, [boxes.length - left.length, boxes.length, 0])];
}

function leaveTasks(day: Day): Task[] {
  const { said } = day;
  const boxes = boxesHere(day.station, said);
  const isSealed = boxes.every((met) => said.sealed.has(met.code));
  const isGone = boxes.every((met) => said.gone.has(met.code));
  const leave = row("vote:leave", "perhatian", ["pulang"], 6, said.results.size > 0 ? "now" : "later");
  if (boxes.length === 0 || !isSealed || isGone) return [leave];
  return [row("vote:back", "serah", ["kembali"], 5, "now", [boxes.length, 0, 0]), leave];
}

/** Papers go to a neighbour while there is voting; it may be noted until the boxes are closed. */
function moveTasks({ station, said }: Day): Task[] {
  const isClosed = station.boxes.length > 0 && boxesHere(station, said).every((met) => said.sealed.has(met.code));
  return isClosed ? [] : [row("vote:move", "suara", ["pindah"], 0, "anytime")];
}

/** PPS, PPK and KPU after the vote: boxes come from below, and go on to the next. */
function backTasks({ manifest, officer, facts, now }: World<Manifest>): Task[] {
  if (manifest === null || !["pps", "ppk", "kpu", "warehouse"].includes(officer.role)) return [];
  const since = daysSinceVote(manifest, now);
  if (since === null || since < 0) return [];
  const here = listedBack(manifest, officer, facts) === null ? loadBack(officer, facts, { sealed: new Set() }, manifest.loads) : null;
  const back = here === null ? [] : [row("vote:back", "serah", ["kembali"], 5, "now", [here.packages.length, 0, 0])];
  // Who waits for others to come first does what has its hour.
  const move = officer.role === "pps" ? [row("vote:move", "suara", ["pindah"], 0, "anytime")] : [];
  return [...back, ...move, { ...row("vote:take", "terima", ["terima"], 6, "now"), rank: AFTER_LOADS }];
}

type Numbers = readonly [number, number, number];

function row(id: keyof ReturnType<typeof words>["voting"]["tasks"], icon: Icon, path: Path, rank: number, when: Task["when"], [a, b, c]: Numbers = [0, 0, 0]): Task {
  const { title, text, button } = words().voting.tasks[id];
  return { id, icon, title, text: text(a, b, c), button, path, when, rank: RANK + rank };
}
