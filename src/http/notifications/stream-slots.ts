import { Inject, Injectable } from '@nestjs/common';
import { Lease } from '../../kernel/lease';

/** As many streams as one user may have open, over all nodes. */
export const MOST_STREAMS = 4;

/** A node that dies keeps its streams' places for so long; one that lives renews them well before. */
const PLACE_MS = 30_000;
export const RENEW_PLACE_EVERY_MS = 10_000;

/** A place among the streams of one user. */
export interface StreamSlot {
  /** False: another node has taken it, as nothing was heard of this one for too long. */
  renew(): Promise<boolean>;
  leave(): Promise<void>;
}

const nameOf = (userId: string, place: number): string => `notification-stream-${userId}-${place}`;

/**
 * Counts a user's open streams where all nodes see it: each has one of so many leases. Within a node the set of places decides,
 * as a lease is the node's and not the stream's.
 */
@Injectable()
export class StreamSlots {
  private readonly here = new Map<string, Set<number>>();

  constructor(@Inject(Lease) private readonly lease: Lease) {}

  /** Undefined: there is no place left. */
  async take(userId: string): Promise<StreamSlot | undefined> {
    for (let place = 0; place < MOST_STREAMS; place += 1) {
      const slot = await this.tryPlace(userId, place);
      if (slot !== undefined) return slot;
    }
    return undefined;
  }

  private async tryPlace(userId: string, place: number): Promise<StreamSlot | undefined> {
    const taken = this.here.get(userId) ?? new Set();
    if (taken.has(place)) return undefined;
    this.here.set(userId, taken.add(place));
    const name = nameOf(userId, place);
    try {
      if (await this.lease.hold(name, PLACE_MS)) {
        return { renew: () => this.lease.hold(name, PLACE_MS), leave: () => this.leave(userId, place) };
      }
    } catch (error) {
      this.free(userId, place);
      throw error;
    }
    this.free(userId, place);
    return undefined;
  }

  /** The place is free here only once the lease is given back: another stream of this node must not lose it by that. */
  private async leave(userId: string, place: number): Promise<void> {
    try {
      await this.lease.release(nameOf(userId, place));
    } finally {
      this.free(userId, place);
    }
  }

  private free(userId: string, place: number): void {
    const taken = this.here.get(userId);
    taken?.delete(place);
    if (taken?.size === 0) this.here.delete(userId);
  }
}
