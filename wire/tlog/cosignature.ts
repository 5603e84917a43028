import { createPublicKey, sign, type KeyObject } from 'node:crypto';
import { COSIGNATURE_V1, noteKey } from './note-key';
import { signatureLine } from './signed-note';

/** Eight bytes of time, and an Ed25519 signature. */
export const COSIGNATURE_BYTES = 8 + 64;

/** What a cosignature is made over: the checkpoint, and when it was the largest one seen (C2SP tlog-cosignature). */
export const cosignedBytes = (text: string, time: bigint): Buffer =>
  Buffer.from(`cosignature/v1\ntime ${time}\n${text}`);

/** The line by which a witness says that it saw this checkpoint at this time, POSIX seconds. */
export const cosign = (text: string, time: bigint, name: string, privateKey: KeyObject): string => {
  const { id } = noteKey(name, COSIGNATURE_V1, createPublicKey(privateKey));
  const stamp = Buffer.alloc(8);
  stamp.writeBigUInt64BE(time);
  return signatureLine({ name, id, bytes: Buffer.concat([stamp, sign(null, cosignedBytes(text, time), privateKey)]) });
};
