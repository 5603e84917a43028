import { LRUCache } from 'lru-cache';
import { publicKeyOf } from '../../../wire/raw-key';
import { requestIsSigned } from '../../../wire/request-signature';
import type { Claimed } from './signed-request';

type Key = ReturnType<typeof publicKeyOf>;

/** About 1 KB each. */
const MOST_KEYS = 5_000;

/** Verifies signatures; keys are made from their bytes once, as that takes as long as a third of a verification. Those unused longest go first. */
export class VerificationKeys {
  private readonly made = new LRUCache<string, Key>({ max: MOST_KEYS });

  /** False too for what is no key at all. */
  hasSigned(claimed: Claimed, signingKey: string): boolean {
    const key = this.keyOf(signingKey);
    return key !== undefined && requestIsSigned(claimed, claimed.signature, key);
  }

  private keyOf(raw: string): Key | undefined {
    const known = this.made.get(raw);
    if (known !== undefined) return known;
    const key = publicSigningKey(raw);
    if (key === undefined) return undefined;
    this.made.set(raw, key);
    return key;
  }
}

const publicSigningKey = (raw: string): Key | undefined => {
  try {
    return publicKeyOf('Ed25519', raw);
  } catch {
    return undefined;
  }
};
