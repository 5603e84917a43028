import type { Clock } from '../kernel/clock';
import type { Stamped, TimestampAuthority } from '../kernel/evidence-outsiders';
import type { KeptCheckpoint } from '../kernel/evidence-store';
import { timestamp } from '../kernel/time';
import type { EvidenceParts } from './evidence-parts';

const LEASE = 'evidence-timestamps';
const LEASE_MS = 30_000;
/** Until it is looked again whether a stamp is due, ms. */
const LOOK_EVERY_MS = 2000;
const FIRST_BACKOFF_MS = 5000;
const MOST_BACKOFF_MS = 5 * 60 * 1000;

type Parts = Pick<EvidenceParts, 'kept' | 'standing' | 'lease' | 'onError'> & {
  readonly clock: Clock;
  /** ms of a clock that only grows. */
  readonly elapsed: () => number;
  readonly onOutcome: (stamped: Stamped) => void;
};

/**
 * Has the newest checkpoint stamped with the time, at most one in an interval, whoever asked for the last: nobody waits for it.
 * What is stamped is the note as the log signed it, so that a stamp also says when the signature was there.
 */
export class Timestamps {
  private notBefore = 0;
  private failures = 0;
  private isAsking = false;
  private isEnding = false;

  constructor(
    private readonly parts: Parts,
    private readonly authority: TimestampAuthority | undefined,
  ) {}

  /** Asks where a stamp is due. Throws nothing. */
  async look(): Promise<void> {
    const { authority } = this;
    const { lease, elapsed, onError } = this.parts;
    if (authority === undefined || this.isAsking || this.isEnding || elapsed() < this.notBefore) return;
    this.isAsking = true;
    try {
      this.notBefore = elapsed() + LOOK_EVERY_MS;
      const due = await this.due(authority);
      if (due !== undefined && (await lease.hold(LEASE, LEASE_MS))) {
        // Whoever held the lease before may have asked meanwhile.
        const still = await this.due(authority);
        if (still !== undefined) await this.stamp(authority, still);
      }
    } catch (error) {
      this.backOff();
      onError(error);
    } finally {
      this.isAsking = false;
    }
  }

  /** Asks no more; an answer that is under way is waited for no longer than the authority may take. */
  stop(): void {
    this.isEnding = true;
  }

  private async due({ address, intervalMs }: TimestampAuthority): Promise<KeptCheckpoint | undefined> {
    const { kept, standing, clock } = this.parts;
    const { log, isStopped } = await standing();
    const newest = isStopped ? undefined : await kept.newest(log);
    if (newest === undefined) return undefined;
    const [last] = await kept.newestAttestations(log, 1, address);
    if (last === undefined) return newest;
    // A clock that was set back must not keep stamps away until it comes there again.
    const since = Math.abs(clock.now() - Date.parse(last.keptAt));
    return last.size < newest.size && since >= intervalMs ? newest : undefined;
  }

  private async stamp(authority: TimestampAuthority, { log, size, note }: KeptCheckpoint): Promise<void> {
    const { kept, clock, onOutcome } = this.parts;
    const stamped = await authority.stamp(Buffer.from(note));
    if (stamped.outcome === 'stamped') {
      const content = Buffer.from(stamped.token).toString('base64');
      await kept.keepAttestation({
        log,
        size,
        by: authority.address,
        kind: 'timestamp',
        content,
        keptAt: timestamp(clock.now()),
      });
      this.failures = 0;
    } else {
      this.backOff();
    }
    onOutcome(stamped);
  }

  private backOff(): void {
    this.notBefore = this.parts.elapsed() + Math.min(FIRST_BACKOFF_MS * 2 ** this.failures, MOST_BACKOFF_MS);
    this.failures += 1;
  }
}
