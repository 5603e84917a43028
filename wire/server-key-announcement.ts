import { sign, verify, type KeyObject } from 'node:crypto';
import { publicKeyOf } from './raw-key';

/** A former key of the server says which one comes after it. Base64url, keys raw Ed25519. */
export interface KeyAnnouncement {
  readonly formerKey: string;
  readonly key: string;
  /** Ed25519 by the former key; see {@link announceKey}. */
  readonly signature: string;
}

/** More changes than any deployment has; a longer chain is none. */
export const MOST_ANNOUNCEMENTS = 1000;

const announcedText = (formerKey: string, key: string): Buffer =>
  Buffer.from(['keyledger/server-key-announcement/v1', formerKey, key].join('\n'));

export const announceKey = (
  former: { readonly publicKey: string; readonly privateKey: KeyObject },
  key: string,
): KeyAnnouncement => ({
  formerKey: former.publicKey,
  key,
  signature: sign(null, announcedText(former.publicKey, key), former.privateKey).toString('base64url'),
});

const isAnnounced = ({ formerKey, key, signature }: KeyAnnouncement): boolean => {
  try {
    publicKeyOf('Ed25519', key);
    return verify(
      null,
      announcedText(formerKey, key),
      publicKeyOf('Ed25519', formerKey),
      Buffer.from(signature, 'base64url'),
    );
  } catch {
    return false;
  }
};

const isAnnouncement = (value: unknown): value is KeyAnnouncement => {
  if (typeof value !== 'object' || value === null) return false;
  const { formerKey, key, signature } = value as Partial<Record<keyof KeyAnnouncement, unknown>>;
  return [formerKey, key, signature].every((each) => typeof each === 'string');
};

const isChain = (value: unknown): value is readonly KeyAnnouncement[] =>
  Array.isArray(value) && value.length <= MOST_ANNOUNCEMENTS && value.every(isAnnouncement);

/**
 * The last key that a known one leads to, each step signed by the key before: `known` itself where nothing leads on. Whoever
 * answers may say what they like: a step that is not signed ends the way.
 */
export const followAnnouncements = (known: string, announcements: unknown): string => {
  if (!isChain(announcements)) return known;
  const seen = new Set([known]);
  let at = known;
  for (;;) {
    const step = announcements.find((each) => each.formerKey === at && !seen.has(each.key) && isAnnounced(each));
    if (step === undefined) return at;
    at = step.key;
    seen.add(at);
  }
};
