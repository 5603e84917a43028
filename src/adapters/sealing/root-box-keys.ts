import { createSecretKey, type KeyObject } from 'node:crypto';
import type { SealedSecret } from '../../kernel/material';
import type { SealedOwnKey } from '../../kernel/own-keys';
import type { Random } from '../../kernel/random';
import type { RootBox } from '../../kernel/root-boxes';
import { SealBroken } from '../../kernel/sealing';
import { openBox, sealBox } from './box';
import { canonical } from './canonical';
import { deriveKey } from './derive';
import { DerivedKeys } from './derived-keys';

type Purpose = 'organization-secret' | 'vault-salt' | 'own-key';

export const secretBinding = (secret: Omit<SealedSecret, 'box'>): string =>
  canonical('organization-secret', secret.organizationId, secret.secretVersion);

export const saltBinding = (organizationId: string, vaultId: string): string =>
  canonical('vault-salt', organizationId, vaultId);

/** With its time: moved on, it would lengthen how long the key before it is good. */
export const ownKeyBinding = ({ name, version, madeAt }: Omit<SealedOwnKey, 'box'>): string =>
  canonical('own-key', name, version, madeAt);

const placeOf = (box: RootBox): readonly [Purpose, bound: string, what: string] => {
  if (box.kind === 'secret') {
    const what = `secret ${box.secretVersion} of organization ${box.organizationId}`;
    return ['organization-secret', secretBinding(box), what];
  }
  return box.kind === 'salt'
    ? ['vault-salt', saltBinding(box.organizationId, box.vaultId), `the salt of vault ${box.vaultId}`]
    : ['own-key', ownKeyBinding(box), `version ${box.version} of the key ${box.name}`];
};

const assertLength = (key: Uint8Array): void => {
  if (key.length !== 32) throw new RangeError('the root key must be 32 bytes');
};

/**
 * The keys straight below the root key, one a purpose. Seals under the root key alone; opens under a second one too, which is
 * how the root key is changed without a moment in which something does not open. Errors: {@link SealBroken}, RangeError for a
 * root key that is not 32 bytes.
 */
export class RootBoxKeys {
  private readonly roots: readonly KeyObject[];
  private readonly cache = new DerivedKeys();

  constructor(
    rootKey: Uint8Array,
    private readonly random: Random,
    second?: Uint8Array,
  ) {
    const keys = second === undefined ? [rootKey] : [rootKey, second];
    keys.forEach(assertLength);
    this.roots = keys.map((key) => createSecretKey(key));
  }

  seal(purpose: Purpose, plaintext: Uint8Array, bound: string): Uint8Array {
    return sealBox(this.keyFor(0, purpose), plaintext, bound, this.random);
  }

  open(purpose: Purpose, box: Uint8Array, bound: string, what: string): Buffer {
    try {
      return openBox(this.keyFor(0, purpose), box, bound, what);
    } catch (error) {
      if (!(error instanceof SealBroken) || this.roots.length === 1) throw error;
      return openBox(this.keyFor(1, purpose), box, bound, what);
    }
  }

  /** The same under the root key; undefined: it is so already. */
  resealed(read: RootBox): Uint8Array | undefined {
    const [purpose, bound, what] = placeOf(read);
    try {
      openBox(this.keyFor(0, purpose), read.box, bound, what).fill(0);
      return undefined;
    } catch (error) {
      if (!(error instanceof SealBroken) || this.roots.length === 1) throw error;
    }
    const plaintext = openBox(this.keyFor(1, purpose), read.box, bound, what);
    const box = this.seal(purpose, plaintext, bound);
    plaintext.fill(0);
    return box;
  }

  private keyFor(which: number, purpose: Purpose): KeyObject {
    const from = this.roots[which];
    if (from === undefined) throw new RangeError('there is no such root key');
    return this.cache.of(canonical('root', which, purpose), () => deriveKey({ from, info: [purpose] }));
  }
}
