import { bytesOfBase64 } from './bytes-of-base64';
import { createPublicKey, sign, type KeyObject } from 'node:crypto';
import { noteKey, ED25519 } from './note-key';

/** A line under a note. */
export interface NoteSignature {
  readonly name: string;
  readonly id: number;
  /** What follows the id; its meaning is the key's. */
  readonly bytes: Buffer;
}

/** A text and who signed it; nothing of it was verified yet. */
export interface SignedNote {
  /** With its last newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const MOST_SIGNATURES = 100;
const LINE = /^— ([^\s+\p{White_Space}]+) ([A-Za-z0-9+/]+=*)$/u;

/** Control characters are out of place in a note, and so is what UTF-8 can not say. */
const isPlain = (note: string): boolean =>
  Buffer.from(note).toString() === note && !Buffer.from(note).some((byte) => byte < 0x20 && byte !== 0x0a);

/** A signature as its line. */
export const signatureLine = ({ name, id, bytes }: NoteSignature): string => {
  const key = Buffer.alloc(4);
  key.writeUInt32BE(id);
  return `— ${name} ${Buffer.concat([key, bytes]).toString('base64')}\n`;
};

/** One signature line; undefined where it is none. */
export const parseSignatureLine = (line: string): NoteSignature | undefined => {
  const [, name, encoded = ''] = LINE.exec(line) ?? [];
  const bytes = bytesOfBase64(encoded);
  if (name === undefined || bytes === undefined || bytes.length < 5) return undefined;
  return { name, id: bytes.readUInt32BE(0), bytes: bytes.subarray(4) };
};

/** A note as it is handed on. */
export const formatNote = ({ text, signatures }: SignedNote): string =>
  `${text}\n${signatures.map(signatureLine).join('')}`;

/** Text and signatures of a note (C2SP signed-note); undefined where it is malformed. */
export const parseNote = (note: string): SignedNote | undefined => {
  const at = note.lastIndexOf('\n\n');
  if (at < 0 || !note.endsWith('\n') || !isPlain(note)) return undefined;
  const lines = note.slice(at + 2, -1).split('\n');
  if (lines.length > MOST_SIGNATURES) return undefined;
  const signatures = lines.map(parseSignatureLine);
  if (signatures.includes(undefined)) return undefined;
  return { text: note.slice(0, at + 1), signatures: signatures as NoteSignature[] };
};

/** Signs a text, which ends with a newline, under a key's name (C2SP signed-note, Ed25519). */
export const signNote = (text: string, name: string, privateKey: KeyObject): string => {
  const { id } = noteKey(name, ED25519, createPublicKey(privateKey));
  return formatNote({ text, signatures: [{ name, id, bytes: sign(null, Buffer.from(text), privateKey) }] });
};
