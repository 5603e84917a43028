import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock';
import type { MaterialAddress, RetiredHash, SealedMaterial } from '../../kernel/material';
import { MaterialStore } from '../../kernel/material-store';
import { Sealing, SealBroken } from '../../kernel/sealing';
import { StoreDamaged, StoreUnavailable } from '../../kernel/store-errors';
import { StreamReader } from '../../kernel/stream-reader';
import { KeyReads } from './key-reads';
import { keysInForce, type VaultPlace } from './keys-in-force';
import { Opening, type Opener } from './opening';
import { SealFailures } from './seal-failures';

/** The manual: ten entries. */
const HISTORY_KEPT = 10;

/** A value that was just opened. Stays nowhere. */
export interface VersionedValue {
  readonly version: number;
  readonly value: string;
}

/** Credential values, on their way into and out of the material store. */
@Injectable()
export class Values {
  private readonly opening: Opening;

  constructor(
    @Inject(MaterialStore) private readonly store: MaterialStore,
    @Inject(Sealing) private readonly sealing: Sealing,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(SealFailures) private readonly failures: SealFailures,
    @Inject(StreamReader) reader: StreamReader,
  ) {
    this.opening = new Opening(store, sealing, reader);
  }

  /**
   * Seals and stores the first value of an identity durably, before any fact points to it; answers its number. A repetition
   * finds what it stored before; anything else that stands there is of a log that was put back, and is left alone.
   */
  async keep(place: VaultPlace, identityId: string, value: string): Promise<number> {
    const last = (await this.store.versions(identityId)).at(-1);
    const reads = this.reads();
    // Nearly always there is none: one question less.
    if (last === undefined && (await this.stored(place, identityId, 1, value, reads))) return 1;
    const isThere = last !== undefined && (await this.isValueOf(place, identityId, last, value, reads));
    return isThere ? last : this.keepNew(place, identityId, 0, value, reads);
  }

  /**
   * Seals and stores a value under a number that nobody has taken, whoever else is storing one; answers the number:
   * a value that another node stores meanwhile must not come to stand in its place.
   */
  async keepNew(
    place: VaultPlace,
    identityId: string,
    highest: number,
    value: string,
    reads = this.reads(),
  ): Promise<number> {
    for (;;) {
      const version = await this.nextVersion(identityId, highest);
      if (await this.stored(place, identityId, version, value, reads)) return version;
    }
  }

  /**
   * Reads everything that opening a version needs. Errors: {@link ValueMissing} for a version that a fact points to and that
   * isn't there. Whatever does not open, here or when it is opened, is told ({@link SealFailures}).
   */
  fetch(identityId: string, version: number, reads = this.reads()): Promise<Opener> {
    return this.failures.watch(identityId, version, async () => {
      const open = await this.opening.read(identityId, version, reads);
      return () => this.failures.watched(identityId, version, open);
    });
  }

  /** Reads everything that opening several versions needs; they open in the order given. */
  async fetchAll(identityId: string, versions: readonly number[]): Promise<() => readonly VersionedValue[]> {
    const reads = this.reads();
    const openers = await Promise.all(versions.map((version) => this.fetch(identityId, version, reads)));
    return () => openers.map((open, n) => ({ version: versions[n] ?? 0, value: open() }));
  }

  /** Stores an old version's value once more, under a number that nobody has taken; answers it. */
  async copy(place: VaultPlace, identityId: string, from: number, highest: number): Promise<number> {
    const open = await this.fetch(identityId, from);
    return this.keepNew(place, identityId, highest, open());
  }

  /** The hash of a value that is about to be replaced. */
  retiring(place: VaultPlace, identityId: string, version: number, reads = this.reads()): Promise<RetiredHash> {
    return this.failures.watch(identityId, version, async () => {
      const { historySecret, keys } = await keysInForce(this.store, this.sealing, place, reads);
      const open = await this.fetch(identityId, version, reads);
      return { version, hash: this.sealing.historyHash(open(), keys, historySecret) };
    });
  }

  async remember(identityId: string, retired: RetiredHash): Promise<void> {
    await this.store.remember(identityId, retired, HISTORY_KEPT);
  }

  /**
   * The hash of a value that a person replaces. One that does not open any more has none, and must not stand in the way of the
   * value that mends it.
   */
  async retiringIfOpens(
    place: VaultPlace,
    identityId: string,
    version: number,
    reads = this.reads(),
  ): Promise<RetiredHash | undefined> {
    try {
      return await this.retiring(place, identityId, version, reads);
    } catch (error) {
      if (error instanceof SealBroken || error instanceof StoreDamaged) {
        return undefined;
      }
      throw error;
    }
  }

  /** Is this the value of that version? Keyed hashes are compared, so that time tells nothing. One that does not open is none. */
  async isValueOf(
    place: VaultPlace,
    identityId: string,
    version: number,
    value: string,
    reads = this.reads(),
  ): Promise<boolean> {
    const inForce = await this.retiringIfOpens(place, identityId, version, reads);
    const { historySecret, keys } = await keysInForce(this.store, this.sealing, place, reads);
    return inForce?.hash === this.sealing.historyHash(value, keys, historySecret);
  }

  /** Remembers a value that a person replaces, if it opens. */
  async retireIfOpens(place: VaultPlace, identityId: string, version: number, reads = this.reads()): Promise<void> {
    const retired = await this.retiringIfOpens(place, identityId, version, reads);
    if (retired !== undefined) {
      await this.remember(identityId, retired);
    }
  }

  /** Tells of a value whether it was one of the last ten retired, or is `retiring`. */
  async usedBefore(
    place: VaultPlace,
    identityId: string,
    { retiring, reads = this.reads() }: { readonly retiring?: RetiredHash | undefined; readonly reads?: KeyReads } = {},
  ): Promise<(value: string) => boolean> {
    const { historySecret, keys } = await keysInForce(this.store, this.sealing, place, reads);
    const older = (await this.store.history(identityId)).filter(({ version }) => version !== retiring?.version);
    const retired = [...(retiring === undefined ? [] : [retiring]), ...older].slice(0, HISTORY_KEPT);
    const used = new Set(retired.map(({ hash }) => hash));
    return (value) => used.has(this.sealing.historyHash(value, keys, historySecret));
  }

  /** For what is done in one go: a key that several values need is read once. */
  reads(): KeyReads {
    return new KeyReads(this.store);
  }

  /** A number no stored version of the identity has: what a crash left behind is never overwritten by a newer promise. */
  private async nextVersion(identityId: string, highest: number): Promise<number> {
    const stored = await this.store.versions(identityId);
    return Math.max(highest, ...stored) + 1;
  }

  /** False where somebody else has taken the number. */
  private async stored(
    place: VaultPlace,
    identityId: string,
    version: number,
    value: string,
    reads: KeyReads,
  ): Promise<boolean> {
    const sealed = await this.seal(place, identityId, version, value, reads);
    if (!(await this.store.add(sealed))) return false;
    await this.assertOpenable(sealed);
    return true;
  }

  private seal(
    place: VaultPlace,
    identityId: string,
    version: number,
    value: string,
    reads: KeyReads,
  ): Promise<SealedMaterial> {
    return this.failures.watch(identityId, version, async () => {
      const { secret, keys } = await keysInForce(this.store, this.sealing, place, reads);
      const { organizationId, vaultId } = place;
      const address: MaterialAddress = { organizationId, vaultId, identityId, version };
      return this.sealing.seal(address, value, keys, secret, this.clock.now());
    });
  }

  /** A secret that was replaced and destroyed while a value was being sealed by it must not come to be the only way in. */
  private async assertOpenable({ organizationId, secretVersion }: SealedMaterial): Promise<void> {
    if ((await this.store.secret(organizationId, secretVersion)) === undefined) {
      throw new StoreUnavailable('the organization secret was replaced meanwhile; try again');
    }
  }
}
