import { isUtf8 } from 'node:buffer';
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { MaterialAddress, SealedMaterial, SealedSecret, SealedVaultKeys } from '../../kernel/material';
import type { Random } from '../../kernel/random';
import { SealBroken, type Sealing } from '../../kernel/sealing';
import { openBox, sealBox } from './box';
import { canonical } from './canonical';
import { firstHashKey, hashKeyIn, ownKeyFor } from './hash-keys';
import { KeyRing } from './key-ring';
import type { OwnKeys } from './own-keys';

const addressOf = ({ organizationId, vaultId, identityId, version }: MaterialAddress): MaterialAddress => ({
  organizationId,
  vaultId,
  identityId,
  version,
});

const binding = (address: MaterialAddress): string =>
  canonical('value', address.organizationId, address.vaultId, address.identityId, address.version);

const nameOf = ({ version, identityId }: MaterialAddress): string => `version ${version} of identity ${identityId}`;

const textOf = (plaintext: Buffer): string => {
  const value = plaintext.toString('utf8');
  plaintext.fill(0);
  return value;
};

export interface SealingKeys {
  /** Another root key that opens and never seals. */
  readonly second?: Uint8Array;
  /** The server's own keys; without them fingerprints are by the first ones, derived from the root key. */
  readonly ownKeys?: Pick<OwnKeys, 'good'>;
}

/** Sealing under a root key in memory. */
export class RootKeySealing implements Sealing {
  private readonly keyRing: KeyRing;
  private readonly ownKeys: Pick<OwnKeys, 'good'> | undefined;
  private readonly rootKey: KeyObject;

  /** `rootKey`: 32 bytes, else RangeError. */
  constructor(
    rootKey: Uint8Array,
    private readonly random: Random,
    { second, ownKeys }: SealingKeys = {},
  ) {
    this.keyRing = new KeyRing(rootKey, random, second);
    this.ownKeys = ownKeys;
    this.rootKey = createSecretKey(rootKey);
  }

  sealSecret(organizationId: string, secretVersion: number, secret: string): SealedSecret {
    return this.keyRing.sealSecret(organizationId, secretVersion, secret);
  }

  openSecret(secret: SealedSecret): string {
    return this.keyRing.openSecret(secret);
  }

  makeVaultKeys(organizationId: string, vaultId: string, secret: SealedSecret): SealedVaultKeys {
    return this.keyRing.makeVaultKeys(organizationId, vaultId, secret);
  }

  seal(
    address: MaterialAddress,
    value: string,
    keys: SealedVaultKeys,
    secret: SealedSecret,
    storedAt: number,
  ): SealedMaterial {
    const plaintext = Buffer.from(value);
    const box = sealBox(this.keyRing.valueKey(keys, secret), plaintext, binding(address), this.random);
    plaintext.fill(0);
    return { ...addressOf(address), secretVersion: secret.secretVersion, scheme: 'v2', box, storedAt };
  }

  open(material: SealedMaterial, keys: SealedVaultKeys, secret: SealedSecret): string {
    const what = nameOf(material);
    if (material.scheme !== 'v2') throw new SealBroken(what);
    return textOf(openBox(this.keyRing.valueKey(keys, secret), material.box, binding(material), what));
  }

  openV1(material: SealedMaterial, secret: SealedSecret): string {
    const what = nameOf(material);
    if (material.scheme !== 'v1') throw new SealBroken(what);
    const plaintext = openBox(this.keyRing.v1Key(secret), material.box, '', what);
    // Bytes that are no text would come out as others than went in.
    if (!isUtf8(plaintext)) throw new SealBroken(what);
    return textOf(plaintext);
  }

  historyHash(value: string, keys: SealedVaultKeys, secret: SealedSecret): string {
    return createHmac('sha256', this.keyRing.historyKey(keys, secret)).update(value).digest('base64url');
  }

  reseal(material: SealedMaterial, keys: SealedVaultKeys, old: SealedSecret, secret: SealedSecret): SealedMaterial {
    return this.seal(material, this.open(material, keys, old), keys, secret, material.storedAt);
  }

  resealVaultKeys(keys: SealedVaultKeys, old: SealedSecret, secret: SealedSecret): SealedVaultKeys {
    return this.keyRing.resealVaultKeys(keys, old, secret);
  }

  fingerprint(purpose: string, data: string): string {
    const [first = ''] = this.fingerprints(purpose, data);
    return first;
  }

  fingerprints(purpose: string, data: string): readonly string[] {
    const place = ownKeyFor(purpose);
    const keys =
      place === undefined || this.ownKeys === undefined
        ? [firstHashKey(this.rootKey, purpose)]
        : this.ownKeys.good(place.name).map(({ bytes }) => hashKeyIn(bytes, place.part));
    return keys.map((key) => createHmac('sha256', key).update(data).digest('base64url'));
  }
}
