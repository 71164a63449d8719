/** The frame of every screen: header, one question, one big button and at most one other. */
import { h, type Child } from "./h";
import { icon, type Icon } from "./icons";
import type { Reach } from "../sync/reach";
import { words } from "./words";

export interface Button {
  readonly label: string;
  readonly icon?: Icon;
  /** What a press does. It is disabled until the promise ends; what is thrown is said below it. */
  readonly run: () => unknown;
  /** Why it cannot be pressed now, in words that stand above it. */
  readonly closed?: string | null;
}

export interface Screen {
  /** In the header: the person's place or the name of the work. */
  readonly title: string;
  /** Above the heading, as "Langkah 2 dari 4"; an element where it changes while the screen stands. */
  readonly step?: Child;
  readonly icon?: { readonly name: Icon; readonly tone?: string };
  readonly heading: string;
  readonly body?: readonly Child[];
  /** Stands between header and text, from edge to edge: the camera. */
  readonly view?: HTMLElement;
  /** Above the big button, always in sight: the PIN below a list that may be long. */
  readonly foot?: readonly Child[];
  readonly go?: Button;
  readonly other?: Button;
  /** Answers side by side above the big button. */
  readonly answers?: readonly Button[];
  /** `wrong` is the only red screen: the wrong box. */
  readonly tone?: "wrong";
  /** Called when the screen is left, as to stop the camera. */
  readonly leave?: () => void;
}

/** What the header says on every screen. */
export interface Status {
  readonly reach: Reach;
  /** Facts, photos and words on this phone that no server has. */
  readonly waiting: number;
}

/** Return the screen as elements; `home` is where the mark leads. */
export function frame(screen: Screen, status: Status, failed: (error: unknown) => string): HTMLElement {
  const said = h("p.said", { role: "alert" });
  const press = (button: Button, big: boolean): HTMLElement => drawn(button, big, said, failed);
  const mark = screen.icon && h("p.mark", {}, icon(screen.icon.name, 40, screen.icon.tone ?? screen.icon.name));
  const heading = h("h1", { tabindex: -1 }, screen.heading);
  const answers = screen.answers ?? [];
  return h(
    screen.tone === "wrong" ? "div.phone.wrong" : "div.phone",
    {},
    header(screen.title, status),
    screen.view,
    h("main", {}, screen.step && h("p.step", {}, screen.step), mark, heading, ...(screen.body ?? [])),
    h(
      "footer",
      {},
      said,
      answers.length > 0 && h(`div.answers`, {}, ...answers.map((each) => press(each, false))),
      ...(screen.foot ?? []),
      screen.go && press(screen.go, true),
      screen.other && press(screen.other, false),
    ),
  );
}

function header(title: string, status: Status): HTMLElement {
  const { reach, waitingHere } = words().status;
  const { is } = status.reach;
  const shape = is === "reached" ? icon("tepat", 16, "tepat") : icon(is === "network" ? "belum" : "basi", 16);
  const net = h("span.net", { role: "status" }, shape, is === "reached" ? reach.reached(status.reach.hour) : reach[is]);
  if (status.waiting > 0) net.append(h("em", {}, waitingHere(status.waiting)));
  return h("header", {}, h("a", { href: "#/", title: words().home.open }, title), net);
}

function drawn(button: Button, big: boolean, said: HTMLElement, failed: (error: unknown) => string): HTMLElement {
  const shape = button.icon && icon(button.icon);
  const closed = button.closed ?? null;
  const made = h(big ? "button.go" : "button", { type: "button", disabled: closed !== null }, shape, button.label);
  if (closed !== null) return h("div.closed", {}, closed !== "" && h("p", {}, closed), made);
  made.addEventListener("click", async () => {
    if (made.disabled) return;
    made.disabled = true;
    said.textContent = "";
    try {
      await button.run();
    } catch (error) {
      said.textContent = failed(error);
    } finally {
      made.disabled = false;
    }
  });
  return made;
}
