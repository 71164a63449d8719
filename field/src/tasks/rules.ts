/** Every rule that makes tasks, in one list. A kind of task is one file and one row here. */
import { handovers } from "../handover/tasks";
import type { Manifest } from "../manifest/types";
import type { TaskRule } from "./task";

export const RULES: readonly TaskRule<Manifest>[] = [handovers];
