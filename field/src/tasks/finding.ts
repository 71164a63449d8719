/** The screen that finds one box: by camera, by a photo, or by the code below its QR. */
import type { OfficerContext } from "../app/context";
import { h } from "../app/h";
import { reading } from "../app/reading";
import { go } from "../app/router";
import type { Screen } from "../app/screen";
import { words } from "../app/words";
import type { Manifest } from "../manifest/types";
import { readable } from "../scan/codes";
import { boxName } from "../scan/names";
import { namesOf } from "../scan/of_manifest";
import { typingDialog } from "../scan/typing";
import { boxIn } from "./boxes";

export interface Finding {
  readonly title: string;
  readonly step: string;
  readonly heading: string;
  readonly found: (code: string) => Promise<void> | void;
}

/** Return the screen; `found` is given the code of a box that stands on a list of this officer. */
export function findBox(_context: OfficerContext, manifest: Manifest, { title, step, heading, found }: Finding): Screen {
  const { scan, trouble, work: say } = words();
  const said = h("p.say", { role: "status" }, scan.aim);
  const holder = h("div");
  const wrong = (text: string): string | null => {
    const box = boxIn(manifest, text);
    if (box.is === "box") return null;
    if (box.is === "stranger") return say.stranger(boxName(box.code, namesOf(manifest)));
    return box.is === "torn" ? scan.said.torn : scan.said.unknown;
  };
  const take = async (text: string): Promise<boolean> => {
    const amiss = wrong(text);
    const box = boxIn(manifest, text);
    if (box.is === "box") await found(box.code);
    else said.textContent = amiss ?? "";
    return box.is === "box";
  };
  const camera = reading(take, (why) => {
    said.textContent = why === "empty" ? scan.said.unreadable : scan.trouble[why];
  });
  const type = (): void => {
    const start = manifest.tag === "" ? "" : readable(manifest.tag);
    const dialog = typingDialog(start, (text) => {
      const amiss = wrong(text);
      if (amiss === null) void take(text);
      return amiss;
    });
    holder.replaceChildren(dialog);
    dialog.showModal();
  };
  return {
    title,
    step,
    heading,
    view: camera.view,
    body: [said, h("button", { type: "button", onclick: camera.photo }, scan.photo), holder],
    go: { label: scan.type, run: type },
    other: { label: trouble.back, run: () => go() },
    leave: camera.leave,
  };
}
