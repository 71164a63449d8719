/** Seal numbers, typed or scanned: one field, and a camera that adds to it. */
import { h } from "../app/h";
import { reading } from "../app/reading";
import type { Screen } from "../app/screen";
import { words } from "../app/words";
import { ofHandover } from "../app/words/of_handover";
import { readSeal } from "../scan/codes";
import { sealsOf } from "./pack_check";
import { splitSeals } from "./parts";

export interface SealForm {
  readonly title: string;
  readonly step: string;
  readonly heading: string;
  readonly text?: string;
  readonly seals: readonly string[];
  /** Why these numbers may not be; "" where they may. */
  readonly amiss?: (seals: readonly string[]) => string;
  readonly keep: (seals: readonly string[]) => Promise<void>;
  readonly next: () => void;
  readonly back: () => void;
}

/** Return the screen on which somebody writes the numbers that stand on a box. */
export function sealForm({ title, step, heading, text, seals, amiss, keep, next, back }: SealForm): Screen {
  const { check: say, scan } = words();
  const handover = ofHandover();
  const field = h("textarea", { name: "seals", rows: 2, autocomplete: "off", autocapitalize: "characters", spellcheck: "false" }, seals.join(", "));
  const said = h("p.said", { role: "alert" });
  const told = h("p.small", { role: "status" }, say.sealHint);
  field.addEventListener("change", () => void stored());
  field.addEventListener("input", () => {
    said.textContent = "";
  });
  const stored = async (): Promise<readonly string[] | null> => {
    const found = sealsOf(splitSeals(field.value));
    if (found !== null) await keep(found);
    return found;
  };
  const camera = reading(
    async (found) => {
      const seal = readSeal(found);
      if (seal === null) told.textContent = say.noSeal;
      else if (!splitSeals(field.value).includes(seal)) {
        field.value = [...splitSeals(field.value), seal].join(", ");
        told.textContent = say.sealRead(seal);
        await stored();
      }
      return false;
    },
    (why) => {
      told.textContent = why === "empty" ? scan.said.unreadable : say.sealHint;
    },
  );
  return {
    title,
    step,
    heading,
    view: camera.view,
    body: [text !== undefined && h("p.say", {}, text), h("label", {}, say.sealLabel, field), told, said],
    go: {
      label: say.next,
      run: async () => {
        const found = await stored();
        const why = found === null ? say.notSeal : found.length === 0 ? say.noSeals : (amiss?.(found) ?? "");
        said.textContent = why;
        if (why === "") next();
      },
    },
    other: { label: handover.back, run: back },
    leave: camera.leave,
  };
}
