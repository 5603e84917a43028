import { generateKeyPairSync, createPublicKey, createPrivateKey, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
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

const keyFrom = (source: EvidenceKeySource, ownKey: Uint8Array): KeyObject => {
  if (source.from === 'own-key') return fromSeed(ownKey);
  if (source.from === 'data-folder' && !existsSync(source.path)) makeKeyFile(source.path);
  return fromFile(source.path);
};

/** The key as a file would hold it, for another place of the same log. Throws StoreDamaged where it can't be read. */
export const evidenceKeyText = (source: EvidenceKeySource, ownKey: Uint8Array): string =>
  keyFrom(source, ownKey).export({ type: 'pkcs8', format: 'pem' }).toString();

/**
 * The key that signs checkpoints of this log: of a file, or the server's own (`ownKey`, 32 bytes). Throws StoreDamaged where it
 * can't be read.
 */
export const openEvidenceKey = (source: EvidenceKeySource, ownKey: Uint8Array, logId: string): EvidenceKey => {
  const privateKey = keyFrom(source, ownKey);
  const publicKey = createPublicKey(privateKey);
  return {
    origin: `keyledger/${logId}`,
    vkey: (origin) => vkeyOf(noteKey(origin, ED25519, publicKey)),
    sign: (text, origin) => signNote(text, origin, privateKey),
    mark: () => readMark(source.mark),
    advance: (mark) => writeMark(source.mark, mark),
  };
};
