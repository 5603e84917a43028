import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock';
import type { SealedMaterial } from '../../kernel/material';
import { MaterialStore } from '../../kernel/material-store';
import { refuse, type Refusal } from '../../kernel/refusal';
import { Sealing, SealBroken } from '../../kernel/sealing';
import { StoreUnavailable } from '../../kernel/store-errors';
import { KeyReads } from './key-reads';
import { keysInForce, type VaultPlace } from './keys-in-force';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const MAX_BYTES = 64 * 1024;

const unusable = (detail: string): Refusal => refuse('CREDENTIAL_NOT_USABLE', detail);

/** Values sealed by scheme `v1`, as they are taken in: tried, and kept as they are. */
@Injectable()
export class LegacyValues {
  constructor(
    @Inject(MaterialStore) private readonly store: MaterialStore,
    @Inject(Sealing) private readonly sealing: Sealing,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * The value of a `v1` text, to be judged and thrown away: base64 of nonce ‖ ciphertext ‖ tag. Only after the caller was found
   * to be an owner: it tells whether a ciphertext opens here.
   */
  async tryOut(place: VaultPlace, text: string): Promise<{ readonly value: string } | Refusal> {
    if (!BASE64.test(text)) return unusable('A v1 value is base64 of nonce, ciphertext and tag.');
    try {
      const { secret } = await keysInForce(this.store, this.sealing, place, new KeyReads(this.store));
      const material = this.material(place, 'to-be-made', 1, text, secret.secretVersion);
      const value = this.sealing.openV1(material, secret);
      const bytes = Buffer.byteLength(value, 'utf8');
      return bytes > 0 && bytes <= MAX_BYTES ? { value } : unusable('A value has 1 byte to 64 KiB.');
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
      return unusable('The v1 value does not open under the organization secret; is it the secret that sealed it?');
    }
  }

  /** Stores it as it is, durably, before any fact points to it; answers its number. A repetition finds what it stored before. */
  async keep(place: VaultPlace, identityId: string, text: string): Promise<number> {
    for (;;) {
      const last = (await this.store.versions(identityId)).at(-1) ?? 0;
      const found = await this.store.get(identityId, last);
      if (found?.scheme === 'v1' && Buffer.from(text, 'base64').equals(found.box)) return last;
      const { secret } = await keysInForce(this.store, this.sealing, place, new KeyReads(this.store));
      const version = last + 1;
      if (await this.store.add(this.material(place, identityId, version, text, secret.secretVersion))) {
        await this.assertOpenable(place.organizationId, secret.secretVersion);
        return version;
      }
    }
  }

  private material(
    { organizationId, vaultId }: VaultPlace,
    identityId: string,
    version: number,
    text: string,
    secretVersion: number,
  ): SealedMaterial {
    const box = Buffer.from(text, 'base64');
    const storedAt = this.clock.now();
    return { organizationId, vaultId, identityId, version, secretVersion, scheme: 'v1', box, storedAt };
  }

  /** A secret that was replaced and destroyed while a value came to be sealed by it must not be the only way in. */
  private async assertOpenable(organizationId: string, secretVersion: number): Promise<void> {
    if ((await this.store.secret(organizationId, secretVersion)) === undefined) {
      throw new StoreUnavailable('the organization secret was replaced meanwhile; try again');
    }
  }
}
