import { Draft } from '../../../kernel/draft';
import type { DomainEvent } from '../../../kernel/event';
import { GivenUp } from '../../../kernel/facts/given-up';
import { ALL, type Settled } from '../../../kernel/facts/settled';
import type { StreamEntry } from '../../../kernel/facts/stream-entry';
import type { Fold } from '../../../kernel/fold';
import { entryOf } from '../../../kernel/entry-of';
import type { Position } from '../../../kernel/position';
import { StreamUnreadable } from '../../../kernel/stream-unreadable';
import type { Memory, PlacedId } from './memory';

interface Fact extends DomainEvent {
  readonly id: string;
  readonly metadata: { readonly time: string };
}

/** A stream's folded state as this process knows it, and how far it knows the stream to reach. */
export class Baseline<S = unknown> {
  private grown: S;
  private draft = new Draft();
  /** A step failed, perhaps after it had changed something in place. */
  private torn = false;
  revision = -1;
  /** Of the last event taken in. */
  position: Position | undefined;
  /** How many facts are folded in. */
  facts = 0;
  private lastFact: PlacedId | undefined;
  /** How many facts what was kept of it last had folded in. */
  factsKept = 0;
  /** Highest revision the follower saw: the state is current while it is not behind this. */
  seen = -1;
  /** Whether the stream was ever read: one that doesn't exist is known not to, too. */
  known = false;
  /** Why nobody may decide on it, as it was when it was last read. */
  frozen: StreamUnreadable | undefined;
  /** Rough size in bytes, measured again each time the number of folded events has doubled. */
  weight = 200;
  private folded = 0;
  private weighAt = 1;
  private givenUp = new GivenUp();

  constructor(
    readonly stream: string,
    readonly fold: Fold<S>,
    private readonly settled: Settled,
  ) {
    this.grown = fold.initial;
  }

  /** Who has seen it sees no change: what follows goes on from a copy. */
  get state(): S {
    this.draft = new Draft();
    return this.grown;
  }

  /** Of the last fact; undefined where somebody settled that it lies in the future. */
  get time(): string | undefined {
    const { lastFact, settled, stream } = this;
    return lastFact !== undefined && settled.timeCounts(stream, lastFact.revision) ? lastFact.time : undefined;
  }

  get lastFactAt(): number {
    return this.lastFact?.revision ?? -1;
  }

  get isCurrent(): boolean {
    return this.known && this.frozen === undefined && this.seen <= this.revision;
  }

  /** Why nobody may decide on it: by what was read, or by a fact alone. */
  get unreadable(): StreamUnreadable | undefined {
    if (this.frozen !== undefined || this.fold.neverFrozen === true) return this.frozen;
    const doubt = this.settled.doubtOf(this.stream);
    return doubt && new StreamUnreadable(this.stream, doubt.revision, doubt.type, doubt.fault, true);
  }

  /** An append of this process, next to what is known. Throws {@link StreamUnreadable} for what the fold can't take. */
  apply(event: Fact, revision: number, position: Position): void {
    const steps: Readonly<Record<string, ((state: S, data: object) => S) | undefined>> = this.fold.evolve;
    const step = entryOf(steps, event.type);
    if (step === undefined) {
      throw new StreamUnreadable(this.stream, revision, event.type, 'this release does not know such a fact');
    }
    this.giveUp(revision);
    try {
      this.grown = this.draft.run(() => step(this.grown, event.data));
    } catch {
      this.torn = true;
      throw new StreamUnreadable(this.stream, revision, event.type, 'it does not follow from what came before');
    }
    this.revision = revision;
    this.position = position;
    this.lastFact = { revision, id: event.id, time: event.metadata.time };
    this.facts += 1;
    this.folded += 1;
  }

  /** Takes in what a read found, up to what nobody may pass over. */
  take(entries: readonly StreamEntry[]): void {
    for (const entry of entries) {
      // Somebody else may have read the same tail meanwhile.
      if (entry.revision <= this.revision) continue;
      this.frozen = this.fold.neverFrozen === true ? this.pass(entry) : this.hindrance(entry);
      if (this.frozen !== undefined) {
        if (this.torn) this.forget();
        return;
      }
    }
    this.giveUp(this.revision + 1);
  }

  /** Nothing of the stream was ever told to be damaged or lost. */
  get isSound(): boolean {
    return this.settled.isSound(this.stream);
  }

  /** What it is by its last fact; undefined where that is not all there is to know of the stream. */
  get memory(): Memory<S> | undefined {
    const { lastFact, position, facts, revision } = this;
    const isWhole = this.known && this.frozen === undefined && lastFact?.revision === revision;
    return isWhole && position !== undefined && this.isSound
      ? { last: lastFact, position, facts, state: this.state }
      : undefined;
  }

  /** Goes on from what was known when the stream ended with a fact that it still has. */
  recall({ last, position, facts, state }: Memory<S>): void {
    this.forget();
    this.grown = state;
    this.revision = last.revision;
    this.position = position;
    this.lastFact = last;
    this.facts = facts;
    this.factsKept = facts;
    this.folded += facts;
  }

  /** The stream was there, and nothing of it is. */
  isGone(fault: string): void {
    if (this.fold.neverFrozen === true || this.settled.lossesOf(this.stream).length > 0) return;
    this.forget();
    this.frozen = new StreamUnreadable(this.stream, 0, undefined, fault);
  }

  /** The stream had come farther than what is left of it. */
  reached(last: number): void {
    if (this.frozen !== undefined) return;
    const missing = this.revision + 1;
    if (last < missing) return;
    if (this.fold.neverFrozen !== true && !this.isSettled(missing, last)) {
      this.frozen = this.lacking(missing);
      return;
    }
    this.revision = last;
    this.giveUp(last + 1);
  }

  /** Measures the state when it has grown enough to matter; answers whether its weight is another. */
  weigh(): boolean {
    if (this.folded < this.weighAt) {
      return false;
    }
    this.weighAt = Math.max(16, this.folded * 2);
    const before = this.weight;
    this.weight = 200 + 2 * (JSON.stringify(this.grown) ?? '').length;
    return this.weight !== before;
  }

  private hindrance({
    event,
    fault,
    type,
    revision,
    position,
    unauthentic,
  }: StreamEntry): StreamUnreadable | undefined {
    const missing = this.revision + 1;
    if (revision > missing && !this.isSettled(missing, revision - 1)) {
      return this.lacking(missing);
    }
    if (fault !== undefined) {
      return new StreamUnreadable(this.stream, revision, type, fault, unauthentic);
    }
    try {
      if (event === undefined) this.revision = revision;
      else this.apply(event, revision, position);
    } catch (error) {
      if (error instanceof StreamUnreadable) return error;
      throw error;
    }
    return undefined;
  }

  /** What was folded before the loss was known is not what every node can fold: all begin with what is there. */
  private lacking(missing: number): StreamUnreadable {
    this.forget();
    const known = Math.max(ALL, ...this.settled.lossesOf(this.stream));
    const revision = Math.max(missing, known + 1);
    return new StreamUnreadable(this.stream, revision, undefined, 'revisions of it are gone from the event store');
  }

  private isSettled(from: number, to: number): boolean {
    return this.settled.lossesOf(this.stream).some((upTo) => upTo >= to || (upTo === ALL && from === 0));
  }

  private pass({ event, revision, position }: StreamEntry): undefined {
    try {
      if (event !== undefined) this.apply(event, revision, position);
    } catch (error) {
      if (!(error instanceof StreamUnreadable)) throw error;
    }
    this.revision = revision;
  }

  /** Rights that stood before a settled loss do not stand after it. */
  private giveUp(next: number): void {
    this.grown = this.givenUp.before(next, this.settled.lossesOf(this.stream), this.fold, this.grown);
  }

  private forget(): void {
    this.grown = this.fold.initial;
    this.torn = false;
    this.revision = -1;
    this.position = undefined;
    this.lastFact = undefined;
    this.facts = 0;
    this.factsKept = 0;
    this.givenUp = new GivenUp();
  }
}
