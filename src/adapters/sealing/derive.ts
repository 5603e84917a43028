import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { canonical } from './canonical';

export interface Derivation {
  /** The secret everything else comes from. */
  readonly from: KeyObject;
  readonly salt?: Uint8Array;
  /** What the key is for, and whose it is. Never the same for two purposes. */
  readonly info: readonly [purpose: string, ...whose: string[]];
}

/** HKDF-SHA-256 (RFC 5869). */
export const deriveBytes = ({ from, salt, info }: Derivation, length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', from, salt ?? new Uint8Array(), canonical('keyledger', 'v2', ...info), length));

/** A 256-bit key by {@link deriveBytes}. */
export const deriveKey = (derivation: Derivation): KeyObject => {
  const bytes = deriveBytes(derivation, 32);
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
};
