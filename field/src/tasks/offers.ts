/** Tasks made of offers that the server brought: the same work, without the first camera. */
import { words } from "../app/words";
import { placeName } from "../enrol/place";
import type { Store } from "../keeping/store";
import type { Manifest } from "../manifest/types";
import { openOffers } from "../sync/halves";
import { tasksOf, type Task, type World } from "./task";

/** What the rules know of an offer. */
export interface Offered {
  readonly name: string;
  /** The hash of the load's list, "" where it has none. */
  readonly list: string;
  readonly boxes: number;
  readonly giver: string;
  readonly onPaper: boolean;
}

/** Return the tasks with those offers to this officer that hold. */
export async function withOffers(store: Store, world: World<Manifest>, tasks: readonly Task[]): Promise<Task[]> {
  const open = await openOffers({ store, officer: world.officer, now: () => world.now });
  const found = open.map(({ offer: { name, given, packages } }) => ({ name, list: given.list ?? "", boxes: packages.length, giver: given.giver, onPaper: given.paper !== undefined }));
  return merged(tasks, found, world);
}

/** A load that is counted on arrival is counted all the same; what nobody listed, or a paper says, is signed at once. Pure. */
export function merged(tasks: readonly Task[], offers: readonly Offered[], world: World<Manifest>): Task[] {
  const { tasks: say } = words();
  const codes = new Map((world.manifest?.loads ?? []).map((load) => [load.list, load.code]));
  const byId = new Map(tasks.map((task) => [task.id, task]));
  for (const offer of offers) {
    const code = codes.get(offer.list) ?? "";
    const known = byId.get(`receive:${code}`);
    // Its giver signed here: nobody has to write the paper a second time.
    byId.delete(`paper:${code}`);
    if (known !== undefined && !offer.onPaper) {
      byId.set(known.id, { ...known, text: say.offered, when: "now", rank: 0 });
      continue;
    }
    byId.delete(`receive:${code}`);
    byId.set(`offer:${offer.name}`, offered(offer, world));
  }
  return tasksOf([() => [...byId.values()]], world);
}

function offered({ name, boxes, giver, onPaper }: Offered, { manifest }: World<Manifest>): Task {
  const { roles, tasks: say } = words();
  const [role = "", area = ""] = giver.split("@");
  const from = `${roles[role] ?? role} ${placeName(area, new Map(Object.entries(manifest?.areas ?? {})))}`;
  return {
    id: `offer:${name}`,
    icon: "terima",
    title: say.receive(boxes, from),
    text: onPaper ? say.offeredPaper : say.offered,
    button: say.receiveButton,
    path: ["terima", "tawaran", name],
    when: "now",
    rank: 0,
  };
}
