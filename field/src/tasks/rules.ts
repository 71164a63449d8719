/** Every rule that makes tasks, in one list. A kind of task is one file and one row here. */
import type { Manifest } from "../manifest/types";
import { besides, checking, guarding, inspecting, loading, reporting, sealing } from "./duties";
import { handing, witnessing } from "./handing";
import type { TaskRule } from "./task";
import { voting } from "./voting";

export const RULES: readonly TaskRule<Manifest>[] = [
  // Loads: who gives, who receives, who looks on.
  handing,
  witnessing,
  besides,
  // Stores and boxes.
  inspecting,
  loading,
  checking,
  sealing,
  // Escorts and posts.
  guarding,
  // Voting day, count, way back.
  voting,
  // Everybody, always.
  reporting,
];
