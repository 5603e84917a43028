import { announceKey, MOST_ANNOUNCEMENTS, type KeyAnnouncement } from '../../../wire/server-key-announcement';
import { serverKeyOf } from '../../../wire/server-key';
import type { OwnKeyName, SealedOwnKey } from '../../kernel/own-keys';
import type { Random } from '../../kernel/random';
import { firstOwnKey, freshOwnKey } from './first-own-keys';
import type { OwnKey } from './own-keys';
import { ownKeyBinding, type RootBoxKeys } from './root-box-keys';

interface Content {
  /** Base64. */
  readonly key: string;
  readonly announcements?: readonly KeyAnnouncement[];
}

const sealed = (key: OwnKey, root: RootBoxKeys): SealedOwnKey => {
  const { name, version, madeAt, bytes, announcements } = key;
  const content: Content = {
    key: Buffer.from(bytes).toString('base64'),
    ...(announcements.length === 0 ? {} : { announcements }),
  };
  const plaintext = Buffer.from(JSON.stringify(content));
  const named = { name, version, madeAt };
  const box = root.seal('own-key', plaintext, ownKeyBinding(named));
  plaintext.fill(0);
  return { ...named, box };
};

/** Errors: `SealBroken`. */
export const openOwnKey = (key: SealedOwnKey, root: RootBoxKeys): OwnKey => {
  const { name, version, madeAt, box } = key;
  const opened = root.open('own-key', box, ownKeyBinding(key), `version ${version} of the key ${name}`);
  const { key: encoded, announcements = [] } = JSON.parse(opened.toString('utf8')) as Content;
  opened.fill(0);
  return { name, version, madeAt, bytes: Buffer.from(encoded, 'base64'), announcements };
};

/** The first version, as it was derived from the root key that the data is sealed under so far. */
export const sealFirstOwnKey = (
  name: OwnKeyName,
  { derivedFrom, root, now }: { readonly derivedFrom: Uint8Array; readonly root: RootBoxKeys; readonly now: number },
): SealedOwnKey => {
  const bytes = firstOwnKey(name, derivedFrom);
  return sealed({ name, version: 1, madeAt: now, bytes, announcements: [] }, root);
};

const led = (former: OwnKey, bytes: Uint8Array): readonly KeyAnnouncement[] => {
  if (former.name !== 'job-signing') return [];
  if (former.announcements.length >= MOST_ANNOUNCEMENTS) throw new Error('the key job-signing was changed too often');
  const step = announceKey(serverKeyOf(former.bytes), serverKeyOf(bytes).publicKey);
  return [...former.announcements, step];
};

/**
 * A fresh version after this one. With `announced`, agents that know a former job-signing key are led to it; without, they
 * have to be enrolled anew.
 */
export const sealNextOwnKey = (
  former: OwnKey,
  { announced, root, random, now }: { announced: boolean; root: RootBoxKeys; random: Random; now: number },
): SealedOwnKey => {
  const { name } = former;
  const bytes = freshOwnKey(name, random);
  const next = { name, version: former.version + 1, madeAt: Math.max(now, former.madeAt), bytes };
  return sealed({ ...next, announcements: announced ? led(former, bytes) : [] }, root);
};
