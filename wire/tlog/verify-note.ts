import { verify } from 'node:crypto';
import { cosignedBytes, COSIGNATURE_BYTES } from './cosignature';
import { COSIGNATURE_V1, type NoteKey } from './note-key';
import { parseNote, type NoteSignature, type SignedNote } from './signed-note';

/** A signature that holds, and when its key says it was made: cosignatures alone tell. */
export interface VerifiedSignature {
  readonly key: NoteKey;
  /** POSIX seconds. */
  readonly time?: bigint;
}

export interface VerifiedNote extends SignedNote {
  readonly by: readonly VerifiedSignature[];
}

const verified = (text: string, { bytes }: NoteSignature, key: NoteKey): VerifiedSignature | undefined => {
  if (key.type !== COSIGNATURE_V1) {
    return verify(null, Buffer.from(text), key.publicKey, bytes) ? { key } : undefined;
  }
  if (bytes.length !== COSIGNATURE_BYTES) return undefined;
  const time = bytes.readBigUInt64BE(0);
  return verify(null, cosignedBytes(text, time), key.publicKey, bytes.subarray(8)) ? { key, time } : undefined;
};

/**
 * A note with the keys among those known that signed it. Signatures of unknown keys are passed over; undefined where none of
 * the known ones signed, where one of them signed something else, and where it is no note.
 */
export const verifyNote = (note: string, keys: readonly NoteKey[]): VerifiedNote | undefined => {
  const parsed = parseNote(note);
  if (parsed === undefined) return undefined;
  const by: VerifiedSignature[] = [];
  for (const signature of parsed.signatures) {
    const key = keys.find(({ name, id }) => name === signature.name && id === signature.id);
    if (key === undefined || by.some((one) => one.key === key)) continue;
    const holds = verified(parsed.text, signature, key);
    if (holds === undefined) return undefined;
    by.push(holds);
  }
  return by.length === 0 ? undefined : { ...parsed, by };
};
