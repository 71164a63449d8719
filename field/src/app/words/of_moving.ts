/** Words of papers between two TPS in the language that was chosen. */
import { words } from "./index";
import { moving, type Moving } from "./moving_id";

export function ofMoving(): Moving {
  return (words() as { readonly moving?: Moving }).moving ?? moving;
}
