import { sign, verify, type KeyObject } from 'node:crypto';
import type { ChallengeAnswer } from './agent-messages';
import { publicKeyOf } from './raw-key';

const provedText = (nonce: string, sealingKey: string): Buffer =>
  Buffer.from(['keyledger/server-proof/v1', nonce, sealingKey].join('\n'));

/** By the key whose fingerprint stands in every join token: that it is this server's, and that tokens are sealed to `sealingKey`. */
export const proveServer = (
  nonce: string,
  keys: { readonly serverKey: string; readonly sealingKey: string; readonly privateKey: KeyObject },
): ChallengeAnswer => {
  const { serverKey, sealingKey, privateKey } = keys;
  return { serverKey, sealingKey, proof: sign(null, provedText(nonce, sealingKey), privateKey).toString('base64url') };
};

/** False too for what is no key or no proof at all. */
export const serverIsProved = (nonce: string, { serverKey, sealingKey, proof }: ChallengeAnswer): boolean => {
  try {
    const key = publicKeyOf('Ed25519', serverKey);
    return verify(null, provedText(nonce, sealingKey), key, Buffer.from(proof, 'base64url'));
  } catch {
    return false;
  }
};
