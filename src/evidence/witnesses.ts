import type { Clock } from '../kernel/clock';
import type { AskedWitness } from '../kernel/evidence-outsiders';
import type { KeptCheckpoint } from '../kernel/evidence-store';
import { timestamp } from '../kernel/time';
import { askWitness, type Witnessed } from './ask-witness';
import { treeOf, type EvidenceParts } from './evidence-parts';

const LEASE = 'evidence-witnesses';
const LEASE_MS = 15_000;
/** Between two cosignatures of one witness, ms: so many are kept, and no more. */
const REST_MS = 10_000;
/** Until a node whose turn it is not looks again, ms. */
const NOT_IN_TURN_MS = 5000;
const FIRST_BACKOFF_MS = 1000;
const MOST_BACKOFF_MS = 5 * 60 * 1000;

interface Asked {
  readonly witness: AskedWitness;
  /** Which log `known` is of. */
  log: number;
  known: number;
  cosigned: number;
  failures: number;
  notBefore: number;
  asking: boolean;
}

type Parts = Pick<EvidenceParts, 'kept' | 'readModels' | 'standing' | 'lease' | 'onError'> & {
  readonly clock: Clock;
  /** ms of a clock that only grows. */
  readonly elapsed: () => number;
  readonly onOutcome: (witness: string, witnessed: Witnessed) => void;
};

/**
 * Has witnesses cosign the newest checkpoint, each by itself: one that refuses, lies or hangs keeps neither the others nor
 * anybody else from anything. One node asks; whoever takes over, and whoever starts, asks anew what each has seen.
 */
export class Witnesses {
  private readonly asked: readonly Asked[];
  private isEnding = false;

  constructor(
    private readonly parts: Parts,
    witnesses: readonly AskedWitness[],
  ) {
    this.asked = witnesses.map((witness) => ({
      witness,
      log: 0,
      known: 0,
      cosigned: 0,
      failures: 0,
      notBefore: 0,
      asking: false,
    }));
  }

  /** Asks every witness that has not cosigned the newest checkpoint and may be asked again; answers when all have answered. */
  async look(): Promise<void> {
    const due = this.asked.filter(({ asking, notBefore }) => !asking && this.parts.elapsed() >= notBefore);
    if (due.length === 0 || this.isEnding) return;
    const { lease, standing, kept } = this.parts;
    try {
      const { log, isStopped } = await standing();
      const newest = isStopped ? undefined : await kept.newest(log);
      const wanted = newest === undefined ? [] : due.filter((each) => !this.hasCosigned(each, newest));
      if (newest === undefined || wanted.length === 0) return;
      if (await lease.hold(LEASE, LEASE_MS)) await Promise.all(wanted.map((each) => this.ask(each, newest)));
      else wanted.forEach((each) => Object.assign(each, { notBefore: this.parts.elapsed() + NOT_IN_TURN_MS }));
    } catch (error) {
      this.parts.onError(error);
    }
  }

  /** Asks nobody any more; an answer that is under way is waited for no longer than a witness may take. */
  stop(): void {
    this.isEnding = true;
  }

  private hasCosigned(each: Asked, { log, size }: KeptCheckpoint): boolean {
    if (each.log !== log) Object.assign(each, { log, known: 0, cosigned: 0 });
    return each.cosigned >= size;
  }

  private async ask(each: Asked, checkpoint: KeptCheckpoint): Promise<void> {
    const { kept, clock, elapsed, onOutcome, onError } = this.parts;
    const { witness } = each;
    const { log, size } = checkpoint;
    each.asking = true;
    try {
      const tree = treeOf(this.parts, log);
      const witnessed = await askWitness(witness, tree, checkpoint, { known: each.known, now: () => clock.now() });
      if (witnessed.known !== undefined) each.known = witnessed.known;
      if (witnessed.outcome === 'cosigned') {
        const { line: content } = witnessed;
        const by = witness.vkey;
        await kept.keepAttestation({ log, size, by, kind: 'cosignature', content, keptAt: timestamp(clock.now()) });
        Object.assign(each, { cosigned: size, failures: 0, notBefore: elapsed() + REST_MS });
      } else {
        this.backOff(each);
      }
      onOutcome(witness.name, witnessed);
    } catch (error) {
      this.backOff(each);
      onError(error);
    } finally {
      each.asking = false;
    }
  }

  private backOff(each: Asked): void {
    const pause = Math.min(FIRST_BACKOFF_MS * 2 ** each.failures, MOST_BACKOFF_MS);
    each.failures += 1;
    each.notBefore = this.parts.elapsed() + pause;
  }
}
