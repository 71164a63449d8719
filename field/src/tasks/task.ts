/** A task: one thing for this person to do today. Rules say which; a page shows each. */
import type { Icon } from "../app/icons";
import type { Path } from "../app/router";
import type { Brief, Officer } from "../keeping/records";

/** What rules may know. They ask neither the clock nor the network. */
export interface World<Manifest> {
  readonly officer: Officer;
  readonly manifest: Manifest | null;
  /** What rules need of the facts of this officer and of every other half, oldest first. */
  readonly facts: readonly Brief[];
  readonly now: Date;
}

export interface Task {
  /** The same for the same work, as `receive:SJ-52`. */
  readonly id: string;
  readonly icon: Icon;
  /** Verb and noun, at most eight words. */
  readonly title: string;
  /** What stands below it. */
  readonly text: string;
  /** The label of the big button. */
  readonly button: string;
  readonly path: Path;
  /** `now` is to be done now; `anytime` may be, and waits for nothing; `later` has its hour. */
  readonly when: "now" | "anytime" | "later" | "done";
  /** Smaller comes first. */
  readonly rank: number;
}

/** One kind of task: given the world, the tasks of that kind. Pure. */
export type TaskRule<Manifest> = (world: World<Manifest>) => readonly Task[];

/** The tasks of all rules, those of now first, then by rank; one of each id. */
export function tasksOf<Manifest>(rules: readonly TaskRule<Manifest>[], world: World<Manifest>): Task[] {
  const order = { now: 0, anytime: 1, later: 2, done: 3 } as const;
  const found = new Map(rules.flatMap((rule) => rule(world)).map((task) => [task.id, task]));
  return [...found.values()].sort((a, b) => order[a.when] - order[b.when] || a.rank - b.rank || (a.id < b.id ? -1 : 1));
}
