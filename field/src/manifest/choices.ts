/** The numbers on a ballot paper: `1-17, 24`. Pure. Twin of `core/election/choices.py`. */

/** Choices on one paper: each has a row on the screen. */
export const MOST_CHOICES = 60;
const HIGHEST = 999;
const PART = /^([0-9]{1,3})(?:-([0-9]{1,3}))?$/;

/** Return the numbers in a text, rising; null where it names none, one twice, or too many. */
export function choicesIn(text: string): readonly number[] | null {
  const found: number[] = [];
  for (const part of text.replaceAll(" ", "").split(",")) {
    const match = PART.exec(part);
    if (match === null) return null;
    const first = Number(match[1]);
    const last = Number(match[2] ?? match[1]);
    if (first <= (found.at(-1) ?? 0) || first > last || last > HIGHEST) return null;
    if (found.length + last - first + 1 > MOST_CHOICES) return null;
    for (let number = first; number <= last; number += 1) found.push(number);
  }
  return found;
}
