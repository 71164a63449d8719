/** Words of handovers in the language that was chosen. */
import { handover, type Handover } from "./handover_id";
import { words } from "./index";

export function ofHandover(): Handover {
  return (words() as { readonly handover?: Handover }).handover ?? handover;
}
