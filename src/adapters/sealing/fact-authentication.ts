import { createSecretKey } from 'node:crypto';
import type { FactAuthentication } from '../../kernel/facts/fact-authentication';
import { deriveBytes, deriveKey } from './derive';
import { textMac } from './text-mac';

/** What a code proves. Each has keys of its own. */
export type ProvenThing = 'fact' | 'log-seal' | 'backup-manifest' | 'stream-snapshot';

/** 32 bytes each. */
export type AuthenticationSecrets = readonly [Uint8Array, ...Uint8Array[]];

interface Key {
  readonly id: string;
  readonly macOf: (text: string) => string;
}

const ID_BYTES = 6;
/** Letters of base64url. */
const [ID_LENGTH, MAC_LENGTH] = [8, 43];
const CODE_LENGTH = ID_LENGTH + 1 + MAC_LENGTH;

/** The id tells the key from others, and nothing of it: it is derived beside it. */
const keyFor = (secret: Uint8Array, ...whose: readonly [ProvenThing, ...string[]]): Key => {
  const from = createSecretKey(secret);
  return {
    id: deriveBytes({ from, info: ['authentication-key-id', ...whose] }, ID_BYTES).toString('base64url'),
    macOf: textMac(deriveKey({ from, info: ['authentication', ...whose] })),
  };
};

/** Does a code of the right length end with this? Without telling by its time where they differ. */
const endsWith = (code: string, mac: string): boolean => {
  let differences = 0;
  for (let at = 0; at < MAC_LENGTH; at += 1) {
    differences |= mac.charCodeAt(at) ^ code.charCodeAt(ID_LENGTH + 1 + at);
  }
  return differences === 0;
};

/**
 * HMAC-SHA-256 under keys that are derived for this alone. `secrets`: the one in force first, then those there were before
 * it, whose codes stay good. `logId`: for this log alone, since installations may share a root key; codes that were made before
 * they named a log stay good too.
 */
export const factAuthentication = (
  proven: ProvenThing,
  secrets: AuthenticationSecrets,
  logId?: string,
): FactAuthentication => {
  const unbound = secrets.map((each) => keyFor(each, proven));
  const good = logId === undefined ? unbound : [...secrets.map((each) => keyFor(each, proven, logId)), ...unbound];
  const today = good[0] as Key;
  const keys = new Map(good.map(({ id, macOf }) => [id, macOf]));
  return {
    codeOf: (text) => `${today.id}.${today.macOf(text)}`,
    holds: (code, text) => {
      if (code.length !== CODE_LENGTH || code[ID_LENGTH] !== '.') return false;
      const macOf = keys.get(code.slice(0, ID_LENGTH));
      return macOf !== undefined && endsWith(code, macOf(text));
    },
  };
};
