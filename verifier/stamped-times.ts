import type { ReadFact } from './facts-of-streams';
import type { Findings } from './findings';
import type { Stamp } from './stamps-of-bundle';

/** Clocks of a server and of an authority may differ by so much, ms. */
const TOLERANCE_MS = 5 * 60 * 1000;

/** A checkpoint, and when its server says that it signed it. */
export interface SaidSigned {
  readonly size: number;
  /** ms since 1970. */
  readonly time: number;
}

const iso = (time: number): string => new Date(time).toISOString();

/**
 * Whether facts say a time that time-stamps leave them: none that a stamp covers can be younger than it, and none that came
 * behind a stamped checkpoint can be older than when that one was signed, which can't be after its stamp.
 */
export class StampedTimes {
  private readonly stamps: readonly Stamp[];
  private readonly signed: readonly (SaidSigned & { readonly stampedAt: number })[];
  private nextStamp = 0;
  private nextSigned = 0;
  private notBefore = Number.NEGATIVE_INFINITY;
  private readonly notAfter: readonly number[];

  constructor(
    stamps: readonly Stamp[],
    said: readonly SaidSigned[],
    private readonly findings: Findings,
  ) {
    this.stamps = stamps;
    // At each stamp the earliest of it and all later ones: a larger tree holds all that a smaller one did.
    let earliest = Number.POSITIVE_INFINITY;
    this.notAfter = stamps
      .toReversed()
      .map(({ time }) => (earliest = Math.min(earliest, time)))
      .toReversed();
    const times = new Map(said.filter(({ time }) => !Number.isNaN(time)).map(({ size, time }) => [size, time]));
    this.signed = stamps.flatMap(({ size, time: stampedAt }) => {
      const time = times.get(size);
      return time === undefined ? [] : [{ size, time, stampedAt }];
    });
    for (const { size, time, stampedAt } of this.signed) {
      if (time <= stampedAt + TOLERANCE_MS) continue;
      const detail = `the checkpoint of ${size} facts says it was signed at ${iso(time)}, and was stamped at ${iso(stampedAt)} already`;
      findings.add({ rule: 'time', leaf: size, detail });
    }
  }

  /** Facts come in the order of their leaves. */
  take({ stream, revision, metadata }: ReadFact, leaf: number): void {
    while ((this.stamps[this.nextStamp]?.size ?? Number.POSITIVE_INFINITY) <= leaf) this.nextStamp += 1;
    for (; (this.signed[this.nextSigned]?.size ?? Number.POSITIVE_INFINITY) <= leaf; this.nextSigned += 1) {
      const { time, stampedAt } = this.signed[this.nextSigned] as { time: number; stampedAt: number };
      this.notBefore = Math.max(this.notBefore, Math.min(time, stampedAt));
    }
    const time = Date.parse(metadata.time);
    const notAfter = this.notAfter[this.nextStamp] ?? Number.POSITIVE_INFINITY;
    const add = (detail: string) => this.findings.add({ rule: 'time', leaf, stream, revision, detail });
    if (time > notAfter + TOLERANCE_MS) add(`it says ${metadata.time}, and a time-stamp of ${iso(notAfter)} covers it`);
    if (time < this.notBefore - TOLERANCE_MS) {
      add(`it says ${metadata.time}, and a checkpoint that was signed and stamped by ${iso(this.notBefore)} lacks it`);
    }
  }
}
