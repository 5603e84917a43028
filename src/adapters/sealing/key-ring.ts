import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import type { SealedSecret, SealedVaultKeys } from '../../kernel/material';
import type { Random } from '../../kernel/random';
import { openBox, sealBox } from './box';
import { canonical } from './canonical';
import { deriveKey } from './derive';
import { DerivedKeys } from './derived-keys';
import { RootBoxKeys, saltBinding, secretBinding } from './root-box-keys';

const text = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

const historyKeyBinding = (organizationId: string, vaultId: string): string =>
  canonical('history-key', organizationId, vaultId);

/**
 * The keys below the root key: root → organization secret and vault salt → the vault's keys, one a purpose. Cached by the
 * sealed boxes they came from, so that a box changed in the store never meets the key of the unchanged one.
 */
export class KeyRing {
  private readonly root: RootBoxKeys;
  private readonly cache = new DerivedKeys();

  /** `second`: another root key that opens and never seals; see {@link RootBoxKeys}. */
  constructor(
    rootKey: Uint8Array,
    private readonly random: Random,
    second?: Uint8Array,
  ) {
    this.root = new RootBoxKeys(rootKey, random, second);
  }

  sealSecret(organizationId: string, secretVersion: number, secret: string): SealedSecret {
    const bound = secretBinding({ organizationId, secretVersion });
    const box = this.root.seal('organization-secret', Buffer.from(secret), bound);
    return { organizationId, secretVersion, box };
  }

  openSecret(secret: SealedSecret): string {
    const opened = this.secretBytes(secret);
    const value = opened.toString('utf8');
    opened.fill(0);
    return value;
  }

  makeVaultKeys(organizationId: string, vaultId: string, secret: SealedSecret): SealedVaultKeys {
    const bound = saltBinding(organizationId, vaultId);
    const salt = this.root.seal('vault-salt', this.random.bytes(32), bound);
    const bare = { organizationId, vaultId, salt };
    return { ...bare, ...this.sealHistoryKey(bare, this.random.bytes(32), secret) };
  }

  resealVaultKeys(keys: SealedVaultKeys, old: SealedSecret, secret: SealedSecret): SealedVaultKeys {
    return { ...keys, ...this.sealHistoryKey(keys, this.openHistoryKey(keys, old), secret) };
  }

  /** The vault's key for the values in it. */
  valueKey(keys: SealedVaultKeys, secret: SealedSecret): KeyObject {
    return this.vaultKey('value', keys, secret);
  }

  /** The key of scheme `v1`, one for the whole organization: the SHA-256 of its secret. */
  v1Key(secret: SealedSecret): KeyObject {
    const name = canonical('v1', secret.organizationId, secret.secretVersion, text(secret.box));
    return this.cache.of(name, () => {
      const opened = this.secretBytes(secret);
      const key = createSecretKey(createHash('sha256').update(opened).digest());
      opened.fill(0);
      return key;
    });
  }

  historyKey(keys: SealedVaultKeys, secret: SealedSecret): KeyObject {
    const name = canonical('history', text(keys.historyKey), this.vaultKeyName('history-key', keys, secret));
    return this.cache.of(name, () => createSecretKey(this.openHistoryKey(keys, secret)));
  }

  private sealHistoryKey(
    keys: Pick<SealedVaultKeys, 'organizationId' | 'vaultId' | 'salt'>,
    historyKey: Uint8Array,
    secret: SealedSecret,
  ): Pick<SealedVaultKeys, 'historyKey' | 'secretVersion'> {
    const bound = historyKeyBinding(keys.organizationId, keys.vaultId);
    const box = sealBox(this.vaultKey('history-key', keys, secret), historyKey, bound, this.random);
    return { historyKey: box, secretVersion: secret.secretVersion };
  }

  private openHistoryKey(keys: SealedVaultKeys, secret: SealedSecret): Buffer {
    const bound = historyKeyBinding(keys.organizationId, keys.vaultId);
    const what = `the history key of vault ${keys.vaultId}`;
    return openBox(this.vaultKey('history-key', keys, secret), keys.historyKey, bound, what);
  }

  private secretBytes(secret: SealedSecret): Buffer {
    const what = `secret ${secret.secretVersion} of organization ${secret.organizationId}`;
    return this.root.open('organization-secret', secret.box, secretBinding(secret), what);
  }

  private vaultKey(
    purpose: string,
    keys: Pick<SealedVaultKeys, 'organizationId' | 'vaultId' | 'salt'>,
    secret: SealedSecret,
  ): KeyObject {
    const { organizationId, vaultId } = keys;
    return this.cache.of(this.vaultKeyName(purpose, keys, secret), () => {
      const bound = saltBinding(organizationId, vaultId);
      const salt = this.root.open('vault-salt', keys.salt, bound, `the salt of vault ${vaultId}`);
      const opened = this.secretBytes(secret);
      const key = deriveKey({ from: createSecretKey(opened), salt, info: [purpose, vaultId] });
      opened.fill(0);
      return key;
    });
  }

  private vaultKeyName(
    purpose: string,
    keys: Pick<SealedVaultKeys, 'organizationId' | 'vaultId' | 'salt'>,
    secret: SealedSecret,
  ): string {
    const { organizationId, secretVersion } = secret;
    const parts = [purpose, keys.organizationId, keys.vaultId, text(keys.salt)];
    return canonical(...parts, organizationId, secretVersion, text(secret.box));
  }
}
