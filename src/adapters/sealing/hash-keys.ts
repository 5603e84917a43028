import type { KeyObject } from 'node:crypto';
import type { OwnKeyName } from '../../kernel/own-keys';
import { canonical } from './canonical';
import { deriveBytes } from './derive';

const BYTES = 32;

/** Which key of the server's own a purpose's hashes are made with, and which 32 bytes of it. */
const PLACES: ReadonlyMap<string, { readonly name: OwnKeyName; readonly part: number }> = new Map([
  ['cursor', { name: 'cursors', part: 0 }],
  ['join-token', { name: 'join-tokens', part: 0 }],
  ['machine token', { name: 'machine-tokens', part: 0 }],
  ['SCIM token', { name: 'scim-tokens', part: 0 }],
  ['idempotency-key', { name: 'requests', part: 0 }],
  ['idempotency-body', { name: 'requests', part: 1 }],
  ['idempotency-ids', { name: 'requests', part: 2 }],
]);

/** Undefined: its key is derived from the root key, whichever that is. */
export const ownKeyFor = (purpose: string): { readonly name: OwnKeyName; readonly part: number } | undefined =>
  PLACES.get(purpose);

export const hashKeyIn = (bytes: Uint8Array, part: number): Uint8Array =>
  bytes.subarray(part * BYTES, (part + 1) * BYTES);

/** What a purpose's hashes are made with before it has a key of its own. */
export const firstHashKey = (rootKey: KeyObject, purpose: string): Buffer =>
  deriveBytes({ from: rootKey, info: [canonical('fingerprint', purpose)] }, BYTES);

/** The purposes whose hashes a key makes, in the order of its parts. */
export const purposesOf = (name: OwnKeyName): readonly string[] =>
  [...PLACES].filter(([, place]) => place.name === name).map(([purpose]) => purpose);
