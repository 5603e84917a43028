import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { bytesOfBase64 } from './bytes-of-base64';

/** How a key signs: the whole text, or a checkpoint with the time at which it was seen. */
export const ED25519 = 0x01;
export const COSIGNATURE_V1 = 0x04;

export type SignatureType = typeof ED25519 | typeof COSIGNATURE_V1;

/** Who signs notes, as everybody may know it (C2SP signed-note). */
export interface NoteKey {
  readonly name: string;
  readonly type: SignatureType;
  /** Four bytes that tell this key from others of its name. */
  readonly id: number;
  readonly publicKey: KeyObject;
}

const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const NAME = /^[^\s+\p{White_Space}]+$/u;

/** The 32 bytes of an Ed25519 public key (RFC 8032). */
const rawOf = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' }).subarray(SPKI.length);

const idOf = (name: string, type: number, raw: Buffer): number =>
  createHash('sha256')
    .update(`${name}\n`)
    .update(Buffer.from([type]))
    .update(raw)
    .digest()
    .readUInt32BE(0);

/** A key under a name. Throws where no note can be signed under it. */
export const noteKey = (name: string, type: SignatureType, publicKey: KeyObject): NoteKey => {
  if (!NAME.test(name)) throw new Error(`${JSON.stringify(name)} can not name a key: it must not hold spaces or +`);
  return { name, type, id: idOf(name, type, rawOf(publicKey)), publicKey };
};

/** The key as one word that a person can keep: `name+id+key`. */
export const vkeyOf = ({ name, type, id, publicKey }: NoteKey): string =>
  `${name}+${id.toString(16).padStart(8, '0')}+${Buffer.concat([Buffer.from([type]), rawOf(publicKey)]).toString('base64')}`;

/** A key from that word; undefined where it is none, or its id is not its own. */
export const parseVkey = (vkey: string): NoteKey | undefined => {
  const [, name = '', hex = '', encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(vkey) ?? [];
  const bytes = bytesOfBase64(encoded);
  const type = bytes?.[0];
  if (bytes?.length !== 33 || !NAME.test(name) || (type !== ED25519 && type !== COSIGNATURE_V1)) return undefined;
  const raw = bytes.subarray(1);
  const id = idOf(name, type, raw);
  if (id !== Number.parseInt(hex, 16)) return undefined;
  return {
    name,
    type,
    id,
    publicKey: createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' }),
  };
};
