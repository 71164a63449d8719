/** The camera that looks for the other phone's code: parts of a series are gathered on the way. */
import { h, type Child } from "../app/h";
import { reading } from "../app/reading";
import { words } from "../app/words";
import { ofHandover } from "../app/words/of_handover";
import { readPasted } from "../log/series";
import { Malformed } from "../log/bytes";
import type { Item } from "../log/parcels";
import type { Trouble } from "../scan/camera";
import { Gathering } from "./gathering";

export interface Looking {
  readonly view: HTMLElement;
  readonly body: readonly Child[];
  readonly leave: () => void;
}

export interface Found {
  readonly items: (items: readonly Item[]) => Promise<boolean> | boolean;
  readonly letter?: (text: string) => Promise<boolean> | boolean;
}

/** Look until `found` says that it was the right one. `waits` is said meanwhile. */
export function looking(waits: string, found: Found): Looking {
  const say = words();
  const { receive } = ofHandover();
  const said = h("p.say", { role: "status" }, waits);
  const gathering = new Gathering();
  const take = async (text: string): Promise<boolean> => {
    const got = gathering.take(text);
    if (got.is === "items") return found.items(got.items);
    if (got.is === "letter" && found.letter !== undefined) return found.letter(got.text);
    said.textContent = got.is === "part" ? receive.part(got.missing, got.total) : got.is === "torn" ? receive.torn : receive.notCode;
    return false;
  };
  const camera = reading(take, (why: Trouble | "empty") => {
    said.textContent = why === "empty" ? say.reading.empty : say.reading.trouble[why];
  });
  return { view: camera.view, body: [said, pasting(take, said), photo(camera.photo)], leave: camera.leave };
}

/** A text instead of a picture: by WhatsApp, SMS, or typed by nobody. */
function pasting(take: (text: string) => Promise<boolean>, said: HTMLElement): HTMLElement {
  const { receive } = ofHandover();
  const field = h("textarea", { spellcheck: "false", autocomplete: "off", rows: 4 });
  const read = async (): Promise<void> => {
    try {
      const { missing } = readPasted(field.value);
      if (missing > 0) said.textContent = receive.part(missing, missing);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
    }
    await take(field.value);
  };
  const press = h("button", { type: "button", onclick: () => void read() }, receive.read);
  return h("details", {}, h("summary", {}, receive.paste), h("label", {}, receive.pasteLabel, field), press);
}

function photo(take: () => void): HTMLElement {
  return h("button", { type: "button", onclick: take }, words().scan.photo);
}
