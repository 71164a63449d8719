/** Where the person is: the part of the address after `#/`, so that it works from any folder. */

export type Path = readonly string[];

/** Return the parts of an address, decoded: `#/terima/SJ%2D52` is `["terima", "SJ-52"]`. */
export function pathOf(hash: string): Path {
  const parts = hash.replace(/^#?\/?/, "").split("/");
  return parts.filter((part) => part !== "").map(decoded);
}

/** Return the address of a path; each part may hold any character. */
export function hashOf(path: Path): string {
  return `#/${path.map(encodeURIComponent).join("/")}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Go to a path. The same path again draws the screen anew. */
export function go(...path: Path): void {
  const next = hashOf(path);
  if (location.hash === next) dispatchEvent(new HashChangeEvent("hashchange"));
  else location.hash = next;
}
