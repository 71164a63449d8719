/** Votes of a form with lists of names. Twin of `core/count/lists.py`, as far as a bundle needs it. Pure. */

/** Party and row of what votes are called; the row of a total is -1. Null for anything else. */
export function partsOf(name: string): readonly [party: number, row: number] | null {
  const found = /^([1-9][0-9]{0,2})(?:\.([0-9]{1,2}))?$/.exec(name);
  return found === null ? null : [Number(found[1]), found[2] === undefined ? -1 : Number(found[2])];
}

/** Whether it is a row below a party, which the total holds already. */
export function isRow(name: string): boolean {
  return name.includes(".");
}

/** By the place on the paper: the party, its candidates, then their total. */
export function inOrder(one: string, other: string): number {
  const place = (name: string): readonly [number, number] => {
    const [party, row] = partsOf(name) ?? [1000, -1];
    return [party, row === -1 ? 1000 : row];
  };
  const [[a, b], [c, d]] = [place(one), place(other)];
  return a - c || b - d || (one < other ? -1 : 1);
}

/** What the rows of each party add up to. */
export function sumsOf(votes: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [name, count] of votes) {
    if (!isRow(name)) continue;
    const party = name.slice(0, name.indexOf("."));
    found.set(party, (found.get(party) ?? 0) + count);
  }
  return found;
}
