/** Which loads this person has to receive, hand over, or see answered. Pure. */
import { words } from "../app/words";
import { placeName } from "../enrol/place";
import { partyOf } from "../handover/loads";
import { takenBack } from "../handover/taken_back";
import type { LoadList, Manifest } from "../manifest/types";
import type { Task, TaskRule, World } from "./task";

/** What this phone knows of one load: its own halves, and who answered them. */
interface Known {
  /** The name of the own `given` that stands, "" where there is none. */
  readonly given: string;
  readonly answered: boolean;
  readonly received: boolean;
}

const NOTHING: Known = { given: "", answered: false, received: false };
/** Loads that the log has seen arrive: nothing is left to do with them on a phone. */
const OVER: ReadonlySet<string> = new Set(["received", "disputed"]);

export const handing: TaskRule<Manifest> = (world) => {
  const { manifest, officer } = world;
  if (manifest === null || !manifest.you.holds) return [];
  const own = `${officer.role}@${officer.area}`;
  const known = knownOf(world, own);
  return manifest.loads.flatMap((load) => {
    const here = known.get(load.list) ?? NOTHING;
    const task = taskOf(load, here, own, world, hasCome(load, manifest.loads, known));
    return task === null ? [] : [task];
  });
};

/** Whether what goes on with this load is here, as far as lists and facts tell: else its turn is later. */
function hasCome(load: LoadList, loads: readonly LoadList[], known: ReadonlyMap<string, Known>): boolean {
  const wanted = new Set(load.packages);
  const before = loads.filter(({ to, packages }) => to === load.start && packages.some((each) => wanted.has(each)));
  return before.every(({ list, stage }) => OVER.has(stage) || known.get(list)?.received === true);
}

function taskOf(load: LoadList, here: Known, own: string, world: World<Manifest>, isHere: boolean): Task | null {
  if (OVER.has(load.stage)) return null;
  if (here.given !== "") return here.answered ? null : unanswered(load, here.given, world);
  if (partyOf(load.to) === own) return here.received ? null : receive(load, world);
  if (world.officer.role === "driver") return here.received ? give(load, world) : receive(load, world);
  return partyOf(load.start) === own && load.stage !== "on_the_way" ? { ...give(load, world), ...(isHere ? {} : LATER) } : null;
}

function receive(load: LoadList, world: World<Manifest>): Task {
  const { tasks: say } = words();
  return {
    id: `receive:${load.code}`,
    icon: "terima",
    title: say.receive(load.packages.length, placeOf(load.start, world)),
    text: say.receiveText(load.code, load.vehicle),
    button: say.receiveButton,
    path: ["hitung", load.code],
    when: whenOf(load, world),
    rank: rankOf(load),
  };
}

function give(load: LoadList, world: World<Manifest>): Task {
  const { tasks: say } = words();
  return {
    id: `give:${load.code}`,
    icon: "serah",
    title: say.give(load.packages.length, placeOf(load.to, world)),
    text: say.giveText(load.code, load.vehicle),
    button: say.giveButton,
    path: ["serahkan", load.list],
    when: whenOf(load, world),
    rank: rankOf(load),
  };
}

/** The boxes are still this person's until the other side has signed: it comes before all else. */
function unanswered(load: LoadList, given: string, world: World<Manifest>): Task {
  const { tasks: say } = words();
  return {
    id: `answer:${load.code}`,
    icon: "sepihak",
    title: say.answer(placeOf(load.to, world)),
    text: say.answerText(load.code),
    button: say.answerButton,
    path: ["serah", given],
    when: "now",
    rank: 0,
  };
}

/** Supervisors see and sign; they are never asked to hold anything. */
export const witnessing: TaskRule<Manifest> = ({ officer }) => {
  if (!["bawaslu", "panwascam", "pkd", "ptps", "saksi"].includes(officer.role)) return [];
  const { tasks: say } = words();
  return [
    { id: "witness", icon: "saksi", title: say.witness, text: say.witnessText, button: say.witnessButton, path: ["saksikan"], when: "now", rank: Number.MAX_SAFE_INTEGER },
  ];
};

function knownOf({ facts: all }: World<Manifest>, own: string): Map<string, Known> {
  const cancelled = takenBack(all);
  const answers = new Map(all.flatMap(({ fact }) => ((fact.kind === "received" || fact.kind === "refused") && fact.given !== undefined ? [[fact.given, fact.kind] as const] : [])));
  const found = new Map<string, Known>();
  for (const { name, fact } of all) {
    if ((fact.kind !== "given" && fact.kind !== "received") || fact.list === undefined || cancelled.has(name)) continue;
    const before = found.get(fact.list) ?? NOTHING;
    if (fact.kind === "received" && fact.receiver === own) found.set(fact.list, { ...before, received: true });
    // A refused offer leaves the load with its giver, who may offer it again.
    if (fact.kind === "given" && fact.giver === own && answers.get(name) !== "refused") {
      found.set(fact.list, { ...before, given: name, answered: answers.has(name) });
    }
  }
  return found;
}

function placeOf(place: string, { manifest }: World<Manifest>): string {
  const [area = "", office = ""] = place.split(":");
  const name = placeName(area, new Map(Object.entries(manifest?.areas ?? {})));
  const { roles, tasks } = words();
  const what = office.startsWith("gudang") ? tasks.store : (roles[office] ?? "");
  return `${what} ${name}`.trim();
}

const LATER = { when: "later" } as const;
/** Half a day before it leaves a load is work for now: nobody waits for a clock. */
const EARLY = 12 * 3_600_000;

function whenOf(load: LoadList, { now }: World<Manifest>): Task["when"] {
  return load.departs === "" || Date.parse(load.departs) - EARLY <= now.getTime() ? "now" : "later";
}

function rankOf(load: LoadList): number {
  return load.departs === "" ? 1 : Math.floor(Date.parse(load.departs) / 1000);
}
