/** What checking found, as the one sentence that `tepat log verify` says. */

/** `changed` is evidence, `incomplete` may still come, `noted` should be looked at. */
export type Grade = "changed" | "incomplete" | "noted";

export interface Finding {
  readonly grade: Grade;
  readonly words: string;
}

const MOST = 200;

export class Report {
  size = 0;
  fingerprint = "";
  witnesses: readonly string[] = [];
  of = 0;
  quorum = false;
  entries = 0;
  /** Hidden facts, and how many of them came without their body. */
  hidden = 0;
  withheld = 0;
  /** Those of the withheld that open with the results. */
  withheldResults = 0;
  signatures = 0;
  older = 0;
  /** Exports of phones that were held against the log. */
  phones = 0;
  /** Whether this copy lacks entries that are in the tree. */
  get isPartial(): boolean {
    return this.entries < this.size;
  }
  /** How many findings say that a part of the folder is not here. */
  missing = 0;
  readonly counts: Record<Grade, number> = { changed: 0, incomplete: 0, noted: 0 };
  readonly findings: Finding[] = [];

  found(grade: Grade, words: string): void {
    this.counts[grade] += 1;
    if (this.findings.length < MOST) this.findings.push({ grade, words });
  }

  /** Something that ought to be in the folder is not: nothing false was found, nothing is proven. */
  lacks(words: string): void {
    this.missing += 1;
    this.found("incomplete", words);
  }

  /** Whether nothing was changed, and something is missing that might have shown it. */
  get isUnproven(): boolean {
    return this.counts.changed === 0 && this.quorum && this.missing > 0;
  }

  /** Whether nothing was changed or is missing, and enough witnesses signed. */
  get isFine(): boolean {
    return this.counts.changed === 0 && this.quorum && this.missing === 0;
  }

  get sentence(): string {
    const { changed, incomplete, noted } = this.counts;
    let said = `${number(this.size)} peristiwa, ${number(changed)} diubah, ${number(incomplete)} belum lengkap`;
    if (noted > 0) said += `, ${number(noted)} catatan`;
    said += `; disaksikan ${this.witnesses.length} dari ${this.of} saksi log`;
    if (!this.quorum) said += ", BELUM CUKUP menurut kebijakan Anda";
    if (this.isUnproven) said += "; TIDAK TERBUKTI UTUH, lengkapi dulu salinan ini";
    if (this.size > 0 && this.entries === 0) {
      said += `; isi peristiwa ${this.isUnproven ? "tidak ada" : "belum dibuka"}, yang diperiksa hanya urutan dan segelnya`;
    } else if (this.withheld > 0) said += `; ${number(this.withheld)} isi ditahan, segelnya diperiksa`;
    return `${said}.`;
  }
}

function number(value: number): string {
  return String(value).replace(/\B(?=(?:[0-9]{3})+$)/g, ".");
}
