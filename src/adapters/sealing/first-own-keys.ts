import { createSecretKey, hkdfSync } from 'node:crypto';
import { firstIssuerScalar, issuerScalarFrom } from '../../../wire/local-issuer-key';
import { firstServerSeed, firstTokenSealingSeed } from '../../../wire/server-key';
import type { OwnKeyName } from '../../kernel/own-keys';
import type { Random } from '../../kernel/random';
import { deriveBytes } from './derive';
import { firstHashKey, purposesOf } from './hash-keys';

/** What a key was while it was derived from the root key: agents, tokens and requests of before know it. */
export const firstOwnKey = (name: OwnKeyName, rootKey: Uint8Array): Buffer => {
  if (name === 'job-signing') return firstServerSeed(rootKey);
  if (name === 'join-token-sealing') return firstTokenSealingSeed(rootKey);
  if (name === 'local-issuer') return firstIssuerScalar(rootKey);
  if (name === 'evidence-signing') {
    return Buffer.from(hkdfSync('sha256', rootKey, new Uint8Array(), 'keyledger/evidence-key/v1', 32));
  }
  const root = createSecretKey(rootKey);
  if (name === 'fact-authentication') return deriveBytes({ from: root, info: ['authentication'] }, 32);
  return Buffer.concat(purposesOf(name).map((purpose) => firstHashKey(root, purpose)));
};

/** A fresh one, of random bytes alone. */
export const freshOwnKey = (name: OwnKeyName, random: Random): Uint8Array => {
  if (name === 'local-issuer') return issuerScalarFrom(random.bytes(48));
  return random.bytes(32 * Math.max(1, purposesOf(name).length));
};
