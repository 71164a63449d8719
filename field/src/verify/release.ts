/** When the parts of a log open, as `log.json` announces it. */
import { Malformed, textOf } from "../log/bytes";

/** Whether `part` had to be open at `now` (seconds); one without a moment never is. */
export function isDue(files: ReadonlyMap<string, Uint8Array>, part: string, now: number): boolean {
  const bytes = files.get("log.json");
  if (bytes === undefined) return false;
  try {
    const { release } = JSON.parse(textOf(bytes)) as { readonly release?: Readonly<Record<string, unknown>> };
    const at = release?.[part];
    return typeof at === "string" && Date.parse(at) / 1000 <= now;
  } catch (error) {
    if (error instanceof Malformed || error instanceof SyntaxError || error instanceof TypeError) return false;
    throw error;
  }
}
