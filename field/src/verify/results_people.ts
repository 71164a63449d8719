/**
 * Who a key speaks for, and until when: what the facts about keys in a bundle imply, in any order.
 * Twin of `registry_of` and `Registry.standing` in `core/move/devices.py`, for forms alone.
 */
import { isIn } from "../handover/loads";
import { fromBase64 } from "../log/bytes";
import { keyId } from "../log/keys";
import type { Assigned, DeskEnrolled, Enrolled, Fact, Revoked } from "../log/schema";

/** A fact of a bundle, with its number in the log and who countersigned it. */
export interface Read {
  readonly name: string;
  readonly number: number;
  readonly fact: Fact;
  /** Devices whose countersignature holds. */
  readonly seconds: readonly string[];
}

interface Key {
  readonly key: Uint8Array;
  /** The last number of its own facts that counts. */
  upto: number;
}

interface Phone extends Key {
  readonly assignment: string;
  letterTwice: boolean;
  /** The same, of the revocations that a supervisor countersigned. */
  secondedUpto: number;
}

interface Letter {
  readonly fact: Assigned;
  /** From then on it says nothing any more; Infinity: it was never ended. */
  ended: number;
  secondedEnd: number;
}

type Named<F> = Read & { readonly fact: F };

const SUPERVISORS: ReadonlySet<string> = new Set(["bawaslu", "panwascam", "pkd", "ptps", "saksi"]);
/** Roles that tell votes. Twin of `core/move/events/rights.py`. */
const MAY: ReadonlySet<string> = new Set(["kpps", "bawaslu", "panwascam", "pkd", "ptps", "saksi", "desk", "desk_kecamatan"]);

/** Whose the keys are, as the log says. */
export class People {
  readonly desks: ReadonlyMap<string, Key>;
  private readonly phones: ReadonlyMap<string, Phone>;
  private readonly letters = new Map<string, Letter>();

  constructor(facts: readonly Read[]) {
    this.desks = desksIn(facts);
    const stands = facts.filter(({ fact }) => seqOf(fact) <= (this.desks.get(fact.device ?? "")?.upto ?? -1));
    for (const { name, fact } of stands) if (fact.kind === "assigned") this.letters.set(name, { fact, ended: Infinity, secondedEnd: Infinity });
    const revoked = stands.filter((each): each is Named<Revoked> => each.fact.kind === "revoked");
    this.phones = phonesIn(facts, revoked, this.desks);
    const sure = revoked.filter((each) => this.seconded(revoked).has(each.name));
    for (const [name, letter] of this.letters) [letter.ended, letter.secondedEnd] = [endOf(revoked, name), endOf(sure, name)];
    for (const [device, phone] of this.phones) phone.secondedUpto = uptoOf(sure, device);
  }

  /** The revocations that a supervisor of the area countersigned, on duty and by another device. */
  private seconded(revoked: readonly Named<Revoked>[]): ReadonlySet<string> {
    const may = (device: string, { target = "", ended = "", at }: Revoked): boolean => {
      const phone = this.phones.get(device);
      const letter = phone === undefined || phone.letterTwice ? undefined : this.letters.get(phone.assignment)?.fact;
      const ends = this.letters.get(this.phones.get(target)?.assignment ?? ended)?.fact;
      if (letter === undefined || ends === undefined || device === target || phone?.assignment === ended) return false;
      const isOnDuty = Date.parse(letter.starts) <= Date.parse(at) && Date.parse(at) <= Date.parse(letter.ends);
      return isOnDuty && SUPERVISORS.has(letter.as_role) && letter.as_role !== "saksi" && isIn(ends.area, letter.area);
    };
    const first = revoked.map(({ name, fact, seconds }) => ({ name, fact, by: seconds.filter((device) => may(device, fact)) })).filter(({ by }) => by.length > 0);
    const letters = new Set(first.map(({ fact }) => fact.ended ?? ""));
    const gone = new Set(first.map(({ fact }) => fact.target ?? ""));
    for (const [device, { assignment }] of this.phones) if (assignment !== "" && letters.has(assignment)) gone.add(device);
    return new Set(first.flatMap(({ name, by }) => (by.some((device) => !gone.has(device)) ? [name] : [])));
  }

  keyOf({ device = "" }: Fact): Uint8Array | undefined {
    return (this.desks.get(device) ?? this.phones.get(device))?.key;
  }

  isDesk({ device = "" }: Fact): boolean {
    return this.desks.has(device);
  }

  /** The duty in which a phone signs: that of its letter, or another of the same person. */
  private duty({ device = "", assignment = "" }: Fact): Letter | undefined {
    const own = this.letters.get(this.phones.get(device)?.assignment ?? "");
    const used = this.letters.get(assignment);
    return own !== undefined && used?.fact.person === own.fact.person ? used : undefined;
  }

  /** Who signed: as the fact says, or as its letter says, else its key. */
  personOf(fact: Fact): string {
    const person = (fact.by ?? "") !== "" ? fact.by : this.isDesk(fact) ? "" : this.duty(fact)?.fact.person;
    return person === undefined || person === "" ? (fact.device ?? "") : person;
  }

  /** Why whoever signed a form had no right to, "" where it had. Of several reasons the first by its letters. */
  amissWith(fact: Fact & { readonly place: string }): string {
    const desk = this.desks.get(fact.device ?? "");
    if (desk !== undefined) return seqOf(fact) > desk.upto ? "revoked" : "";
    const phone = this.phones.get(fact.device ?? "");
    if (phone === undefined) return "unknown_device";
    const duty = this.duty(fact);
    const found = [this.isRevoked(fact, phone, duty) ? "revoked" : "", phone.letterTwice ? "letter_twice" : ""];
    const isAssigned = duty !== undefined && fact.role === duty.fact.as_role && ["", duty.fact.person].includes(fact.by ?? "");
    return [...found, ...(isAssigned ? amissIn(fact, duty.fact) : ["not_assigned"])].filter((why) => why !== "").sort()[0] ?? "";
  }

  /** A supervisor's key that KPU ended alone still counts: a supervisor has to stand behind that. */
  private isRevoked(fact: Fact, phone: Phone, duty: Letter | undefined): boolean {
    const [seq, at] = [seqOf(fact), Date.parse(fact.at)];
    if (seq > phone.secondedUpto || at > (duty?.secondedEnd ?? Infinity)) return true;
    const isSupervisor = SUPERVISORS.has(this.letters.get(phone.assignment)?.fact.as_role ?? "");
    return !isSupervisor && (seq > phone.upto || at > (duty?.ended ?? Infinity));
  }
}

function amissIn(fact: Fact & { readonly place: string }, duty: Assigned): string[] {
  const at = Date.parse(fact.at);
  const may = MAY.has(duty.as_role) && !(fact.kind === "ballots" && duty.as_role.startsWith("desk"));
  return [
    Date.parse(duty.starts) <= at && at <= Date.parse(duty.ends) ? "" : "expired",
    may ? (isIn(fact.place, duty.area) ? "" : "outside_area") : "not_allowed",
  ];
}

function seqOf({ seq }: Fact): number {
  return seq ?? 0;
}

function uptoOf(revoked: readonly Named<Revoked>[], device: string): number {
  return Math.min(Infinity, ...revoked.flatMap(({ fact }) => (fact.target === device ? [fact.upto ?? 0] : [])));
}

function endOf(revoked: readonly Named<Revoked>[], letter: string): number {
  return Math.min(Infinity, ...revoked.flatMap(({ fact }) => (fact.ended === letter ? [Date.parse(fact.at)] : [])));
}

/** The keys of the installation. A key ends by its own word or that of those before it. */
function desksIn(facts: readonly Read[]): ReadonlyMap<string, Key> {
  const enrolled = facts.filter((each): each is Named<DeskEnrolled> => each.fact.kind === "desk_enrolled");
  const root = enrolled.find(({ number, fact }) => number === 1 && keyId(fromBase64(fact.key)) === fact.device);
  const found = new Map<string, Key>();
  if (root === undefined) return found;
  const revoked = facts.flatMap(({ fact }) => (fact.kind === "revoked" && (fact.target ?? "") !== "" ? [fact] : []));
  const above = new Map([[root.fact.device ?? "", new Set([root.fact.device ?? ""])]]);
  const waiting = [{ device: root.fact.device ?? "", key: fromBase64(root.fact.key) }];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { device, key } = next;
    const line = above.get(device) ?? new Set();
    const ends = revoked.filter((each) => each.target === device && line.has(each.device ?? "") && (each.device === device || seqOf(each) <= (found.get(each.device ?? "")?.upto ?? -1)));
    const upto = Math.min(Infinity, ...ends.map((each) => each.upto ?? 0));
    found.set(device, { key, upto });
    const own = enrolled.filter(({ fact }) => fact.device === device && seqOf(fact) <= upto);
    for (const { fact } of own.sort((a, b) => seqOf(a.fact) - seqOf(b.fact) || (a.fact.key < b.fact.key ? -1 : 1))) {
      const made = fromBase64(fact.key);
      if (above.has(keyId(made))) continue;
      above.set(keyId(made), new Set([...line, keyId(made)]));
      waiting.push({ device: keyId(made), key: made });
    }
  }
  return found;
}

/** The keys of phones. Two of one letter, or one of two, are both in doubt. */
function phonesIn(facts: readonly Read[], revoked: readonly Named<Revoked>[], desks: ReadonlyMap<string, Key>): ReadonlyMap<string, Phone> {
  const found = new Map<string, Phone>();
  const enrolled = facts.filter((each): each is Named<Enrolled> => each.fact.kind === "enrolled" && each.fact.seq === 1);
  for (const { fact } of enrolled.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const { device = "", assignment = "" } = fact;
    const key = fromBase64(fact.key);
    if (desks.has(device) || keyId(key) !== device) continue;
    const before = found.get(device);
    if (before === undefined) found.set(device, { key, assignment, upto: uptoOf(revoked, device), letterTwice: false, secondedUpto: Infinity });
    else before.letterTwice ||= before.assignment !== assignment;
  }
  for (const phone of found.values()) {
    const others = [...found.values()].filter((each) => each.assignment === phone.assignment && each.upto > 0);
    if (phone.upto > 0 && others.length > 1) phone.letterTwice = true;
  }
  return found;
}
