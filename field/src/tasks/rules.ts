/** Every rule that makes tasks, in one list. A kind of task is one file and one row here. */
import type { Manifest } from "../manifest/types";
import { handing, witnessing } from "./handing";
import type { TaskRule } from "./task";
import { voting } from "./voting";

export const RULES: readonly TaskRule<Manifest>[] = [handing, witnessing, voting];
