/** Which of the codes that the camera sees, many times a second, are news. */

/** Out of view for so long, in milliseconds: seen after that, a person is showing it anew. */
export const OUT_OF_VIEW = 1500;

export type Seen = "new" | "still" | "again";

/** What the camera saw, and when. A code that stays in view is told once. */
export class Sight {
  private readonly last = new Map<string, number>();

  constructor(private readonly out = OUT_OF_VIEW) {}

  /** Say whether `text`, seen at `now` in milliseconds, is news. */
  see(text: string, now: number): Seen {
    const before = this.last.get(text);
    this.last.set(text, now);
    if (before === undefined) return "new";
    return now - before < this.out ? "still" : "again";
  }

  /** Remember that a code is still in view; one that was never told stays news. */
  keep(text: string, now: number): void {
    if (this.last.has(text)) this.last.set(text, now);
  }
}
