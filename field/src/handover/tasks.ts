/** Which handovers this person has to do: loads to give, to receive, offers that wait, loads to witness. */
import { factOf } from "../facts/reading";
import type { LoadList, Manifest } from "../manifest/types";
import { words } from "../app/words";
import { placeName } from "../enrol/place";
import type { Task, TaskRule } from "../tasks/task";
import { isIn, partyOf, SUPERVISORS } from "./loads";

/** What the facts on this phone say of one load. */
interface Told {
  /** The newest own `given` without an answer here. */
  readonly open: string | null;
  /** This officer gave it, and it was received. */
  readonly gave: boolean;
  readonly received: boolean;
}

export const handovers: TaskRule<Manifest> = ({ officer, manifest, facts }) => {
  if (manifest === null) return [];
  const say = words().handover.tasks;
  const names = new Map(Object.entries(manifest.areas));
  if (SUPERVISORS.has(officer.role)) {
    const task = { id: "witness", icon: "saksi", title: say.witness, text: say.witnessText, button: say.witnessButton, path: ["saksikan"], when: "now", rank: 20 } as const;
    return manifest.loads.length > 0 ? [task] : [];
  }
  if (!manifest.you.holds) return [];
  const told = facts.map((kept) => ({ kept, fact: factOf(kept) }));
  return manifest.loads.flatMap((load): Task[] => {
    const { open, gave, received } = toldOf(load, told);
    const name = (place: string): string => whoseName(place, names);
    const boxes = load.packages.length;
    if (open !== null) {
      return [{ id: `give:${load.code}`, icon: "serah", title: say.waits(name(load.to)), text: load.code, button: say.waitsButton, path: ["serah", open], when: "now", rank: 5 }];
    }
    const isMine = isParty(partyOf(load.to), officer.role, officer.area);
    if (isMine && !received) {
      return [{ id: `receive:${load.code}`, icon: "terima", title: say.receive(boxes, name(load.start)), text: load.code, button: say.receiveButton, path: ["terima"], when: "now", rank: 10 }];
    }
    const starts = isParty(partyOf(load.start), officer.role, officer.area) || (officer.role === "driver" && received);
    if (starts && !gave && !isMine && ["prepared", "refused", "one_sided", "on_the_way"].includes(load.stage)) {
      return [{ id: `give:${load.code}`, icon: "serah", title: say.give(boxes, name(load.to)), text: load.code, button: say.giveButton, path: ["serahkan", load.list], when: "now", rank: 15 }];
    }
    return [];
  });
};

type Facts = readonly { readonly kept: { readonly name: string; readonly own: boolean }; readonly fact: ReturnType<typeof factOf> }[];

function toldOf(load: LoadList, facts: Facts): Told {
  const aside = new Set<string>();
  let received = false;
  for (const { kept, fact } of facts) {
    if (fact?.kind === "cancelled") aside.add(fact.fact);
    if (fact?.kind !== "received" && fact?.kind !== "refused") continue;
    if (fact.kind === "received" && kept.own && fact.list === load.list) received = true;
  }
  let open: string | null = null;
  let gave = false;
  for (const { kept, fact } of facts) {
    if (fact?.kind !== "given" || !kept.own || fact.list !== load.list || aside.has(kept.name)) continue;
    const answer = facts.find((each) => (each.fact?.kind === "received" || each.fact?.kind === "refused") && each.fact.given === kept.name);
    if (answer === undefined) open = kept.name;
    else gave = gave || answer.fact?.kind === "received";
  }
  return { open, gave, received };
}

function isParty(party: string | null, role: string, area: string): boolean {
  if (party === null) return false;
  const [ofRole = "", ofArea = ""] = party.split("@");
  return ofRole === role && isIn(ofArea, area);
}

function whoseName(place: string, names: ReadonlyMap<string, string>): string {
  const party = partyOf(place);
  const [role = "", area = place] = party?.split("@") ?? [];
  return `${words().roles[role] ?? ""} ${placeName(area, names)}`.trim();
}
