/** Codes on the screen: one QR, or a series that goes on by itself and by a press. */
import { h } from "../app/h";
import { ofHandover } from "../app/words/of_handover";
import { writeText } from "../log/carrying";
import { MOST_ITEMS, type Item } from "../log/parcels";
import { partsOf, SMS_LETTERS, wholeText } from "../log/series";
import { pathOf, qrOf, versionFor } from "./qr";
import { LARGEST_VERSION } from "./saying";

const QUIET = 4;
/** Milliseconds that one code of a series stands: long enough for a camera that looks four times a second. */
const STANDS_MS = 1_200;

export interface Shown {
  readonly view: HTMLElement;
  readonly leave: () => void;
}

/** Return the texts that carry `items` as QR: one where it fits, else a series. */
export function codesOf(items: readonly Item[]): string[] {
  const [first, ...rest] = items;
  const text = rest.length === 0 && first?.sig ? writeText({ body: first.body, sig: first.sig }) : wholeText(items);
  const version = versionFor(text.length, "M");
  if (version !== null && version <= LARGEST_VERSION) return [text];
  const parcels = Array.from({ length: Math.ceil(items.length / MOST_ITEMS) }, (_, at) => items.slice(at * MOST_ITEMS, (at + 1) * MOST_ITEMS));
  return parcels.flatMap((some) => partsOf(some));
}

/** Return the texts that carry `items` by SMS, each of them one message. */
export function messagesOf(items: readonly Item[]): string[] {
  return partsOf(items, SMS_LETTERS);
}

/** Show codes: one stands still, several follow each other. */
export function codeView(texts: readonly string[], label: string): Shown {
  const { series } = ofHandover();
  const drawn = texts.map((text) => picture(text, label));
  const place = h("div.qr");
  const said = h("p.small.c", { role: "status" });
  let at = 0;
  const show = (next: number): void => {
    at = (next + texts.length) % texts.length;
    place.replaceChildren(drawn[at] as SVGSVGElement);
    said.textContent = texts.length > 1 ? series.at(at + 1, texts.length) : "";
  };
  show(0);
  if (texts.length === 1) return { view: place, leave: () => undefined };
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let timer = calm ? undefined : setInterval(() => show(at + 1), STANDS_MS);
  const step = (by: number) => (): void => {
    clearInterval(timer);
    timer = undefined;
    show(at + by);
  };
  const steps = h(
    "div.answers",
    {},
    h("button", { type: "button", onclick: step(-1) }, series.before),
    h("button", { type: "button", onclick: step(1) }, series.next),
  );
  return { view: h("div.series", {}, place, said, steps), leave: () => clearInterval(timer) };
}

function picture(text: string, label: string): SVGSVGElement {
  const qr = qrOf(text);
  const side = qr.size + 2 * QUIET;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `${-QUIET} ${-QUIET} ${side} ${side}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", pathOf(qr));
  path.setAttribute("fill", "currentColor");
  svg.append(path);
  return svg;
}
