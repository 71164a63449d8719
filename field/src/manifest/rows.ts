/** Reads the members of one object or list, and throws `Malformed` for what is of another type. */
import { Malformed } from "../log/bytes";
import { isObject, type Json } from "../log/canonical";

export class Row {
  constructor(private readonly value: Json | undefined) {}

  text(at: string | number): string {
    const found = this.at(at);
    if (typeof found !== "string") throw new Malformed(String(at));
    return found;
  }

  number(at: string | number): number {
    const found = this.at(at);
    if (typeof found !== "number") throw new Malformed(String(at));
    return found;
  }

  /** A number, null where it is -1: nobody has set it. */
  maybe(at: string | number): number | null {
    const found = this.number(at);
    return found === -1 ? null : found;
  }

  flag(at: string): boolean {
    const found = this.at(at);
    if (typeof found !== "boolean") throw new Malformed(at);
    return found;
  }

  row(at: string | number): Row {
    return new Row(this.at(at));
  }

  list(at: string | number): readonly Json[] {
    const found = this.at(at);
    if (!Array.isArray(found)) throw new Malformed(String(at));
    return found as readonly Json[];
  }

  rows(at: string | number): Row[] {
    return this.list(at).map((each) => new Row(each));
  }

  lists(at: string | number): Json[][] {
    return this.list(at).map((each) => {
      if (!Array.isArray(each)) throw new Malformed(String(at));
      return [...(each as readonly Json[])];
    });
  }

  texts(at: string | number): string[] {
    return this.list(at).map((each) => {
      if (typeof each !== "string") throw new Malformed(String(at));
      return each;
    });
  }

  numbers(at: string | number): number[] {
    return this.list(at).map((each) => {
      if (typeof each !== "number") throw new Malformed(String(at));
      return each;
    });
  }

  private at(name: string | number): Json | undefined {
    if (typeof name === "number") return Array.isArray(this.value) ? (this.value as readonly Json[])[name] : undefined;
    return isObject(this.value) ? this.value[name] : undefined;
  }
}
