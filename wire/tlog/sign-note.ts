import { createPublicKey, sign, type KeyObject } from 'node:crypto';
import { ED25519, noteKey } from './note-key';
import { formatNote } from './signed-note';

/** Signs a text, which ends with a newline, under a key's name (C2SP signed-note, Ed25519). */
export const signNote = (text: string, name: string, privateKey: KeyObject): string => {
  const { id } = noteKey(name, ED25519, createPublicKey(privateKey));
  return formatNote({ text, signatures: [{ name, id, bytes: sign(null, Buffer.from(text), privateKey) }] });
};
