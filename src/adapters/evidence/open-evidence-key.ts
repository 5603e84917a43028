import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { ED25519, noteKey, vkeyOf } from '../../../wire/tlog/note-key';
import { signNote } from '../../../wire/tlog/signed-note';
import type { EvidenceKeySource } from '../../config/config';
import type { EvidenceKey } from '../../kernel/evidence-key';
import { StoreDamaged } from '../../kernel/store-errors';
import { readMark, writeMark } from './mark-file';
import { writeNewFile } from '../write-new-file';

/** A new Ed25519 key as PKCS #8 PEM. */
export const makeKeyFile = (path: string): void =>
  writeNewFile(path, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());

/** An Ed25519 private key of 32 bytes as PKCS #8 (RFC 8410 section 7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Versions of the server's own key, 32 bytes each, the oldest first. */
export type OwnSeeds = readonly [Uint8Array, ...Uint8Array[]];

const fromSeed = (seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });

const fromFile = (path: string): KeyObject => {
  try {
    const key = createPrivateKey(readFileSync(path));
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'it is not a key';
    throw new StoreDamaged(`The evidence key file ${path} can't be read (${reason}); put the key back there.`);
  }
  throw new StoreDamaged(
    `The evidence key file ${path} holds no Ed25519 key; make one with: openssl genpkey -algorithm ed25519`,
  );
};

/** Where the key lies that follows the one of a file, until that one has signed that it does. */
export const nextKeyFile = (path: string): string => `${path}.next`;

/** Each after the one it follows. */
const keysFrom = (source: EvidenceKeySource, ownKeys: OwnSeeds): readonly [KeyObject, ...KeyObject[]] => {
  if (source.from === 'own-key') {
    const [first, ...rest] = ownKeys;
    return [fromSeed(first), ...rest.map(fromSeed)];
  }
  if (source.from === 'data-folder' && !existsSync(source.path)) makeKeyFile(source.path);
  const next = nextKeyFile(source.path);
  return [fromFile(source.path), ...(existsSync(next) ? [fromFile(next)] : [])];
};

/** The next key takes the place of the one before it, or everything stays as it is. */
const putNextInPlace = (path: string): void => {
  renameSync(nextKeyFile(path), path);
  const folder = openSync(dirname(path), 'r');
  fsyncSync(folder);
  closeSync(folder);
};

/** The key as a file would hold it, for another place of the same log. Throws StoreDamaged where it can't be read. */
export const evidenceKeyText = (source: EvidenceKeySource, ownKeys: OwnSeeds): string => {
  const keys = keysFrom(source, ownKeys);
  const inForce = source.from === 'own-key' ? keys.at(-1) : keys[0];
  return (inForce ?? keys[0]).export({ type: 'pkcs8', format: 'pem' }).toString();
};

const wordOf = (key: KeyObject, origin: string): string => vkeyOf(noteKey(origin, ED25519, createPublicKey(key)));

/** The key that signs checkpoints of this log: of a file, or the server's own. Throws StoreDamaged where it can't be read. */
export const openEvidenceKey = (source: EvidenceKeySource, ownKeys: OwnSeeds, logId: string): EvidenceKey => {
  const keys = keysFrom(source, ownKeys);
  const isOwn = source.from === 'own-key';
  return {
    origin: `keyledger/${logId}`,
    isOwn,
    // A next file counts once a fact names it; of the server's own keys each follows the one before it.
    vkey: (origin) => wordOf((isOwn ? keys.at(-1) : undefined) ?? keys[0], origin),
    vkeys: (origin) => keys.map((key) => wordOf(key, origin)),
    sign: (text, origin, vkey) => {
      const key = keys.find((each) => wordOf(each, origin) === vkey);
      if (key === undefined) throw new Error(`the key ${vkey} is not held here`);
      return signNote(text, origin, key);
    },
    settle: (origin, vkey) => {
      if (source.from === 'own-key' || !existsSync(nextKeyFile(source.path))) return;
      if (wordOf(fromFile(nextKeyFile(source.path)), origin) === vkey) putNextInPlace(source.path);
    },
    mark: () => readMark(source.mark),
    advance: (mark) => writeMark(source.mark, mark),
  };
};
