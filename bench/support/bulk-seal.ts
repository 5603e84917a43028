import { ANY } from '../../src/kernel/expected-revision';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { copyOf } from './copies';
import type { Stores } from './stores';
import { v1Box } from './v1-box';
import { BENCH_SECRET } from './vault';

const AT_ONCE = 64;

/** A value as the system that was there before left it, put into the store; and the same one sealed anew in its place. */
interface Legacy {
  readonly put: (identityId: string, value: string) => Promise<unknown>;
  readonly upgrade: (identityId: string) => Promise<unknown>;
}

/** Identities of a vault, sealed and appended by the stores alone: nothing is judged, and nobody follows. */
export class BulkSeal {
  private constructor(
    private readonly stores: Stores,
    private readonly known: string,
    private readonly created: RecordedEvent,
    private readonly reserved: RecordedEvent,
    private readonly seal: (identityId: string, value: string) => Promise<unknown>,
    private readonly legacy: Legacy,
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
    const address = (identityId: string) => ({ organizationId, vaultId, identityId, version: 1 });
    const seal = (identityId: string, value: string) =>
      materialStore.add(sealing.seal(address(identityId), value, keys, secret, clock.now()));
    const legacy: Legacy = {
      put: (identityId, value) => {
        const box = Buffer.from(v1Box(BENCH_SECRET, value), 'base64');
        const { secretVersion } = secret;
        return materialStore.add({ ...address(identityId), secretVersion, scheme: 'v1', box, storedAt: clock.now() });
      },
      upgrade: async (identityId) => {
        const found = await materialStore.get(identityId, 1);
        if (found === undefined) throw new Error('there is no such value');
        const value = sealing.openV1(found, secret);
        await materialStore.upgrade(sealing.seal(found, value, keys, secret, found.storedAt));
      },
    };
    return new BulkSeal(stores, known, created, reserved, seal, legacy);
  }

  /** Answers the ms that so many took. */
  run(count: number): Promise<number> {
    return this.each(count, (n) => this.one(n));
  }

  /** Of values alone, of which no fact tells: as many that are `v1`, made before, each read, opened and sealed anew in its place. */
  async upgradeOnly(count: number): Promise<number> {
    const ids = Array.from({ length: count }, () => this.stores.ids.next());
    await this.each(count, (n) => this.legacy.put(ids[n] ?? '', `value ${n}`));
    return this.each(count, (n) => this.legacy.upgrade(ids[n] ?? ''));
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
