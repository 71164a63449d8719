/** Enough of a page to draw a screen without a browser: elements that keep their words, and go nowhere. */
import type { Child } from "../src/app/h";
import type { Screen } from "../src/app/screen";

export class FakeElement {
  readonly children: (FakeElement | string)[] = [];
  readonly attributes = new Map<string, string>();
  readonly heard = new Map<string, (event: unknown) => unknown>();
  value = "";
  hidden = false;
  constructor(readonly tag: string) {}
  append(...more: (FakeElement | string)[]): void {
    this.children.push(...more);
    // As in a browser, a list shows what is selected, else its first row.
    const rows = this.tag === "select" ? this.children.filter((each) => each instanceof FakeElement) : [];
    const shown = rows.find((each) => each.attributes.has("selected")) ?? rows[0];
    if (shown !== undefined) this.value = shown.value;
  }
  replaceChildren(...more: (FakeElement | string)[]): void {
    this.children.splice(0, this.children.length, ...more);
  }
  setAttribute(name: string, value: string): void {
    this.attributes.set(name, value);
    if (name === "value") this.value = value;
  }
  addEventListener(name: string, run: (event: unknown) => unknown): void {
    this.heard.set(name, run);
  }
  removeEventListener(): void {}
  focus(): void {}
  set innerHTML(_: string) {}
  set className(_: string) {}
  get textContent(): string {
    return this.children.map((each) => (typeof each === "string" ? each : each.textContent)).join(" ");
  }
  set textContent(text: string) {
    this.replaceChildren(text);
  }
}

/** Put the page in place of a browser's. Returns where it went. */
export function fakePage(): { readonly location: { hash: string } } {
  const made = (tag: string): FakeElement => new FakeElement(tag);
  const location = { hash: "" };
  const page = { createElement: made, createElementNS: (_: string, tag: string) => made(tag), addEventListener() {}, removeEventListener() {}, visibilityState: "visible", querySelector: () => null };
  Object.assign(globalThis, { document: page, location, addEventListener() {}, removeEventListener() {}, dispatchEvent: () => true, HashChangeEvent: Event });
  return { location };
}

/** Everything that a screen says, as one text. */
export function saidBy(screen: Screen): string {
  const text = (child: Child): string => (child === null || child === undefined || child === false ? "" : typeof child === "object" ? (child.textContent ?? "") : String(child));
  return [screen.heading, ...(screen.body ?? []).map(text)].join("\n");
}

/** The element of a screen that has this name or label. */
export function partOf(screen: Screen, is: (element: FakeElement) => boolean): FakeElement | undefined {
  const all = (element: unknown): FakeElement[] => (element instanceof FakeElement ? [element, ...element.children.flatMap(all)] : []);
  return [...(screen.body ?? []), ...(screen.foot ?? [])].flatMap(all).find(is);
}
