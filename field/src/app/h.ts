/** Elements without a framework: `h("p.say", {}, "text")`. Text is always text, never markup. */

export type Child = Node | string | number | null | undefined | false;

type Handler = (event: Event) => void;
export type Attributes = Readonly<Record<string, string | number | boolean | null | undefined | Handler>>;

/** The one element with this tag, or HTMLElement. */
type Made<T extends string> = T extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[T] : HTMLElement;
type Tag<T extends string> = T extends `${infer Name}.${string}` ? Name : T;

/**
 * Return a new element. `name` is a tag and its classes, as `ul.evs`; an attribute that is a
 * function listens (`onclick`), `true` is an empty attribute, false and null are none.
 */
export function h<T extends string>(name: T, attributes: Attributes = {}, ...children: readonly Child[]): Made<Tag<T>> {
  const [tag = "div", ...classes] = name.split(".");
  const made = document.createElement(tag);
  if (classes.length > 0) made.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key.replace(/^on/, ""), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(key, String(value));
  }
  made.append(...shown(children));
  return made as Made<Tag<T>>;
}

function shown(children: readonly Child[]): (Node | string)[] {
  return children.flatMap((child) => {
    if (child === null || child === undefined || child === false) return [];
    return [typeof child === "number" ? String(child) : child];
  });
}
