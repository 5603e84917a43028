import type { DomainEvent } from '../event';
import { isFact } from '../is-fact';
import { BEFORE_FIRST, type Position } from '../position';
import type { Recorded } from '../projector';
import type { RecordedEvent } from '../recorded-event';

/** The fact by which somebody settles a damage. */
export const DAMAGE_SETTLED = 'keyledger.stream-damage-settled.v1';

/** The fact by which somebody settles that facts of a stream lie in the future. */
export const AHEAD_SETTLED = 'keyledger.stream-ahead-settled.v1';

/** The fact that a stream is damaged. */
export const DAMAGE_FOUND = 'keyledger.stream-damage-found.v1';

/** The last revision of a stream of which nothing was left to tell it. */
export const ALL = -1;

type Settling = DomainEvent<
  typeof DAMAGE_SETTLED,
  {
    readonly damageId: string;
    readonly stream: string;
    readonly revision: number;
    readonly lostUpTo?: number;
    readonly lostBelow?: number;
  }
>;

/** A damage. With `unauthentic` the fact counts, whatever a reading shows: nothing proves that the stream is as it was. */
export interface DamageReport {
  readonly damageId: string;
  readonly stream: string;
  readonly revision: number;
  readonly type?: string;
  readonly fault: string;
  readonly unauthentic?: true;
}

export const isDamageFound = isFact<DomainEvent<typeof DAMAGE_FOUND, DamageReport>>(DAMAGE_FOUND);

/** The fact that damage of a stream is settled, as the log holds it. */
export type DamageSettled = RecordedEvent & Recorded<Settling>;

export const isDamageSettled = isFact<Settling>(DAMAGE_SETTLED);

const isAheadSettled =
  isFact<DomainEvent<typeof AHEAD_SETTLED, { readonly stream: string; readonly upTo: number }>>(AHEAD_SETTLED);

/** What was settled of one stream. */
interface OfStream {
  readonly revisions: Set<number>;
  /** Last revisions of the stream when a loss of it was settled, ascending. */
  readonly losses: number[];
  /** Revisions below it are lost, and so is what lies before this position. A server may show them for a while yet. */
  lostBelow: number;
  lostBefore: Position;
}

const NOTHING = { lostBelow: 0, lostBefore: BEFORE_FIRST };

/** What was settled, learned from the log: revisions that are passed over for ever, losses, and times that lie in the future. */
export class Settled {
  private streams = new Map<string, OfStream>();
  /** By stream, the last revision whose time tells nothing. */
  private ahead = new Map<string, number>();
  /** Streams that facts put in doubt, by the ids of these. */
  private doubts = new Map<string, DamageReport>();
  private answered = new Set<string>();
  /** Streams of which a damage was ever told. */
  private named = new Set<string>();

  learn(event: RecordedEvent): void {
    if (isDamageFound(event)) this.named.add(event.data.stream);
    if (isDamageFound(event) && event.data.unauthentic === true) this.doubts.set(event.data.damageId, event.data);
    if (isDamageSettled(event)) this.answered.add(event.data.damageId);
    if (isAheadSettled(event)) {
      const { stream, upTo } = event.data;
      this.ahead.set(stream, Math.max(upTo, this.ahead.get(stream) ?? ALL));
    }
    if (isDamageSettled(event)) this.learnLoss(event);
  }

  private learnLoss({ data: { stream, revision, lostUpTo, lostBelow = 0 }, position }: DamageSettled): void {
    const known = this.streams.get(stream) ?? { ...NOTHING, revisions: new Set<number>(), losses: [] };
    this.streams.set(stream, known);
    known.lostBelow = Math.max(known.lostBelow, lostBelow);
    if (lostUpTo === ALL && position > known.lostBefore) known.lostBefore = position;
    if (lostUpTo === undefined) known.revisions.add(revision);
    else if (!known.losses.includes(lostUpTo)) {
      known.losses.push(lostUpTo);
      known.losses.sort((a, b) => a - b);
    }
  }

  /** What was learned from a log that was put back since is unlearned, at once: this is what it says now. */
  become({ streams, ahead, doubts, answered, named }: Settled): void {
    this.streams = streams;
    this.ahead = ahead;
    this.doubts = doubts;
    this.answered = answered;
    this.named = named;
  }

  /** Why nobody decides on the stream though it can be read: somebody found that it is not what it was, and nobody answers for it yet. */
  doubtOf(stream: string): DamageReport | undefined {
    if (this.doubts.size === 0) return undefined;
    return [...this.doubts.values()].find((doubt) => doubt.stream === stream && !this.answered.has(doubt.damageId));
  }

  passesOver(stream: string, revision: number, position: Position): boolean {
    const known = this.streams.get(stream);
    return (
      known !== undefined &&
      (known.revisions.has(revision) || revision < known.lostBelow || position < known.lostBefore)
    );
  }

  /** Does the time of this fact say what time it is? Not where a clock was ahead, and that is settled. */
  timeCounts(stream: string, revision: number): boolean {
    return revision > (this.ahead.get(stream) ?? ALL);
  }

  /** Was anything of the stream ever settled? Then it does not tell all there was. */
  touches(stream: string): boolean {
    return this.streams.has(stream);
  }

  /** Was nothing of the stream ever told to be damaged? Of every other one only the log itself says what it is. */
  isSound(stream: string): boolean {
    return !this.named.has(stream) && !this.streams.has(stream) && !this.ahead.has(stream);
  }

  /** By stream, the last revision that a settled loss names. {@link ALL}: of one of which nothing was left to tell it. */
  losses(): ReadonlyMap<string, number> {
    const last = ({ losses, lostBelow }: OfStream): number => Math.max(...losses, lostBelow - 1);
    return new Map(
      [...this.streams].filter(([, { losses }]) => losses.length > 0).map(([name, of]) => [name, last(of)]),
    );
  }

  /** Up to which revisions losses of a stream were settled, ascending. */
  lossesOf(stream: string): readonly number[] {
    return this.streams.get(stream)?.losses ?? [];
  }
}
