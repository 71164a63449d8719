/** Reading objects that have exactly the fields they should have. */
import { fromBase64, Malformed, toBase64 } from "./bytes";
import { isObject, type Json, type JsonObject } from "./canonical";

export const MOST_COUNTERSIGNED = 8;

/** Another officer's signature over the same body. */
export interface Countersignature {
  readonly device: string;
  readonly sig: Uint8Array;
}

export function writeCountersigned(all: readonly Countersignature[]): JsonObject {
  if (all.length === 0) return {};
  return { countersigned: all.map((each) => ({ device: each.device, sig: toBase64(each.sig) })) };
}

const MOMENT = /^([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2}:[0-9]{2})Z$/;

/** Reads the fields of one object; what is left over at the end is refused. */
export class Fields {
  private readonly read = new Set<string>();

  constructor(private readonly object: JsonObject) {}

  has(key: string): boolean {
    return Object.hasOwn(this.object, key);
  }

  take(key: string): Json {
    this.read.add(key);
    if (!this.has(key)) throw new Malformed(`${key} is missing`);
    return this.object[key] as Json;
  }

  anyText(key: string): string {
    const value = this.take(key);
    if (typeof value !== "string") throw new Malformed(key);
    return value;
  }

  text(key: string): string {
    const value = this.anyText(key);
    if (value === "") throw new Malformed(key);
    return value;
  }

  /** A code such as `wrong_letter`. */
  word(key: string): string {
    const value = this.text(key);
    if (!/^[a-z0-9_]{1,64}$/.test(value)) throw new Malformed(key);
    return value;
  }

  oneOf(key: string, allowed: ReadonlySet<string>): string {
    const value = this.text(key);
    if (!allowed.has(value)) throw new Malformed(key);
    return value;
  }

  hex(key: string, digits: number): string {
    const value = this.text(key);
    if (value.length !== digits || !/^[0-9a-f]+$/.test(value)) throw new Malformed(key);
    return value;
  }

  bytes(key: string, length: number): Uint8Array {
    const value = fromBase64(this.text(key));
    if (value.length !== length) throw new Malformed(key);
    return value;
  }

  positive(key: string): number {
    const value = this.take(key);
    if (typeof value !== "number" || value < 1) throw new Malformed(key);
    return value;
  }

  /** A moment in UTC to the second, as `2024-11-25T08:10:00Z`. */
  time(key: string): string {
    const value = this.text(key);
    const parsed = MOMENT.test(value) ? new Date(value) : null;
    if (parsed === null || Number.isNaN(parsed.getTime()) || parsed.toISOString() !== value.replace("Z", ".000Z")) {
      throw new Malformed(key);
    }
    return value;
  }

  list(key: string): readonly Json[] {
    const value = this.take(key);
    if (!Array.isArray(value)) throw new Malformed(key);
    return value as readonly Json[];
  }

  countersigned(): Countersignature[] {
    if (!this.has("countersigned")) return [];
    const all = this.list("countersigned").map((each) => {
      if (!isObject(each)) throw new Malformed("countersigned");
      const fields = new Fields(each);
      const found = { device: fields.hex("device", 32), sig: fields.bytes("sig", 64) };
      fields.done();
      return found;
    });
    const sorted = all.every((each, at) => at === 0 || (all[at - 1] as Countersignature).device < each.device);
    if (all.length === 0 || all.length > MOST_COUNTERSIGNED || !sorted) throw new Malformed("countersigned");
    return all;
  }

  done(): void {
    for (const key of Object.keys(this.object)) {
      if (!this.read.has(key)) throw new Malformed(`${key} is unknown`);
    }
  }
}
