import { ANY } from '../../src/kernel/expected-revision';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { copyOf } from './copies';
import type { Stores } from './stores';

const AT_ONCE = 64;

/** Identities of a vault, sealed and appended by the stores alone: nothing is judged, and nobody follows. */
export class BulkSeal {
  private constructor(
    private readonly stores: Stores,
    private readonly known: string,
    private readonly created: RecordedEvent,
    private readonly reserved: RecordedEvent,
    private readonly seal: (identityId: string, value: string) => Promise<unknown>,
  ) {}

  /** As a server has made the identity `known`. */
  static async like(stores: Stores, vaultId: string, known: string): Promise<BulkSeal> {
    const { eventStore, materialStore, sealing, clock } = stores;
    const [created] = await eventStore.readStream(`identity-${known}`, { limit: 1 });
    const [reserved] = await eventStore.readStream(`vaultMembers-${vaultId}`, { limit: 1 });
    const stored = await materialStore.get(known, 1);
    const keys = await materialStore.vaultKeys(vaultId);
    const secret = stored && (await materialStore.secret(stored.organizationId, stored.secretVersion));
    if (created === undefined || reserved === undefined || stored === undefined || !keys || !secret) {
      throw new Error('there is no such identity');
    }
    const { organizationId } = stored;
    return new BulkSeal(stores, known, created, reserved, (identityId, value) =>
      materialStore.add(
        sealing.seal({ organizationId, vaultId, identityId, version: 1 }, value, keys, secret, clock.now()),
      ),
    );
  }

  /** Answers the ms that so many took. */
  run(count: number): Promise<number> {
    return this.each(count, (n) => this.one(n));
  }

  /** The same of values alone, of which no fact tells. */
  sealOnly(count: number): Promise<number> {
    return this.each(count, (n) => this.seal(this.stores.ids.next(), `value ${n}`));
  }

  private async each(count: number, work: (n: number) => Promise<unknown>): Promise<number> {
    const began = performance.now();
    let left = count;
    const produce = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        await work(left);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, produce));
    return performance.now() - began;
  }

  /** In the order in which a server makes one: each is durable before the next. */
  private async one(n: number): Promise<void> {
    const { eventStore, ids } = this.stores;
    const id = ids.next();
    const words = { [this.known]: id };
    await eventStore.append(this.reserved.stream, ANY, [copyOf(this.reserved, ids.next(), words)]);
    await this.seal(id, `value ${n}`);
    await eventStore.append(`identity-${id}`, -1, [copyOf(this.created, ids.next(), words)]);
  }
}
