/**
 * Policies: which logs and witnesses are trusted, and how many witnesses are enough
 * (C2SP tlog-policy). Twin of `core/log/policies.py`.
 */
import { decimal, Malformed, textOf, toHex } from "./bytes";
import { parseCheckpoint } from "./checkpoints";
import { COSIGNATURE, ED25519, parseVkey, verified, type Note, type Verifier } from "./notes";

export const LARGEST_POLICY = 512 * 1024;

export interface Trusted {
  readonly verifier: Verifier;
  readonly url: string | null;
}

export interface Witness extends Trusted {
  readonly name: string;
}

export interface Group {
  readonly threshold: number;
  readonly members: readonly string[];
}

export interface Policy {
  readonly logs: readonly Trusted[];
  readonly witnesses: ReadonlyMap<string, Witness>;
  readonly groups: ReadonlyMap<string, Group>;
  /** The name of a witness or group, or "none". */
  readonly quorum: string;
}

/** Return the policy in a file. Throws `Malformed`, naming the line, for what is none. */
export function parsePolicy(bytes: Uint8Array): Policy {
  if (bytes.length > LARGEST_POLICY) throw new Malformed("a policy that is too large");
  const text = textOf(bytes);
  if (/[\x00-\x08\x0b-\x1f\x7f]/.test(text)) throw new Malformed("a policy with control characters");
  if (!text.endsWith("\n")) throw new Malformed("last line not ended: the file may be cut short");
  const reader = new Reader();
  text.slice(0, -1).split("\n").forEach((line, at) => {
    const words = line.split(/[ \t]+/).filter((word) => word !== "");
    if (words.length === 0 || words[0]?.startsWith("#")) return;
    try {
      reader.read(words);
    } catch (error) {
      throw new Malformed(`line ${at + 1}: ${(error as Error).message}`);
    }
  });
  if (reader.quorum === null) throw new Malformed("a policy without a quorum");
  return { logs: reader.logs, witnesses: reader.witnesses, groups: reader.groups, quorum: reader.quorum };
}

class Reader {
  readonly logs: Trusted[] = [];
  readonly witnesses = new Map<string, Witness>();
  readonly groups = new Map<string, Group>();
  quorum: string | null = null;
  private readonly keys = new Set<string>();
  private readonly members = new Set<string>();

  read([what, ...words]: readonly string[]): void {
    if (what === "log" && (words.length === 1 || words.length === 2)) this.log(words[0] as string, words[1]);
    else if (what === "witness" && (words.length === 2 || words.length === 3)) {
      this.witness(words[0] as string, words[1] as string, words[2]);
    } else if (what === "group" && words.length >= 3) {
      this.group(words[0] as string, words[1] as string, words.slice(2));
    } else if (what === "quorum" && words.length === 1) this.setQuorum(words[0] as string);
    else throw new Malformed("not a line of a policy");
  }

  private log(vkey: string, url: string | undefined): void {
    this.logs.push({ verifier: this.key("log", vkey, [ED25519, COSIGNATURE]), url: url ?? null });
  }

  private witness(name: string, vkey: string, url: string | undefined): void {
    this.fresh(name);
    this.witnesses.set(name, { name, verifier: this.key("witness", vkey, [COSIGNATURE]), url: url ?? null });
  }

  private group(name: string, written: string, members: readonly string[]): void {
    this.fresh(name);
    for (const member of members) {
      if (!this.has(member)) throw new Malformed(`${member} is not defined before`);
      if (this.members.has(member)) throw new Malformed(`${member} is a member twice`);
      this.members.add(member);
    }
    const threshold = written === "all" ? members.length : written === "any" ? 1 : decimal(written);
    if (threshold === null || threshold < 1 || threshold > members.length) {
      throw new Malformed("a threshold that cannot be met");
    }
    this.groups.set(name, { threshold, members });
  }

  private setQuorum(name: string): void {
    if (this.quorum !== null) throw new Malformed("a second quorum");
    if (name !== "none" && !this.has(name)) throw new Malformed(`${name} is not defined before`);
    this.quorum = name;
  }

  private key(what: string, vkey: string, kinds: readonly number[]): Verifier {
    const verifier = parseVkey(vkey);
    if (!kinds.includes(verifier.kind)) throw new Malformed(`not the key of a ${what}`);
    const spelled = `${what} ${toHex(verifier.public)}`;
    if (this.keys.has(spelled)) throw new Malformed("a key twice");
    this.keys.add(spelled);
    return verifier;
  }

  private has(name: string): boolean {
    return this.witnesses.has(name) || this.groups.has(name);
  }

  private fresh(name: string): void {
    if (name === "none" || this.has(name)) throw new Malformed(`the name ${name} is taken`);
  }
}

/** What a policy says about a note. */
export interface Judged {
  /** The log that signed, or null: then the note says nothing. */
  readonly log: Verifier | null;
  /** Names of the witnesses that signed. */
  readonly witnesses: ReadonlySet<string>;
  /** Whether the log and enough witnesses signed. */
  readonly met: boolean;
}

/**
 * Return who signed the checkpoint in `note`. A log counts only under its own origin.
 * Throws `Malformed` where a signature of a key of the policy is false.
 */
export async function judge(policy: Policy, note: Note): Promise<Judged> {
  const { origin } = parseCheckpoint(note.text);
  const all = [...policy.logs, ...policy.witnesses.values()].map((each) => each.verifier);
  const signed = new Set((await verified(note, all)).map((each) => each.verifier));
  const log = policy.logs.find((each) => each.verifier.name === origin && signed.has(each.verifier));
  const held = [...policy.witnesses.values()].filter((each) => signed.has(each.verifier));
  const witnesses = new Set(held.map((each) => each.name));
  return { log: log?.verifier ?? null, witnesses, met: log !== undefined && enough(policy, witnesses) };
}

/** Whether the quorum of `policy` is met by the witnesses with these names. */
export function enough(policy: Policy, names: ReadonlySet<string>, name = policy.quorum): boolean {
  if (name === "none") return true;
  const group = policy.groups.get(name);
  if (group === undefined) return names.has(name);
  return group.members.filter((member) => enough(policy, names, member)).length >= group.threshold;
}
