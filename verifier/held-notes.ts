import { readFileSync } from 'node:fs';
import { parseCheckpoint } from '../wire/tlog/checkpoint';
import { parseNote } from '../wire/tlog/signed-note';
import { parseTlogProof, type TlogProof } from '../wire/tlog/tlog-proof';
import { UnreadableBundle } from './read-bundle';

/** A signed note that somebody keeps beside a bundle, and what it is, for people. */
export interface HeldNote {
  readonly note: string;
  readonly what: string;
}

/** A proof that somebody kept of one fact. */
export interface HeldReceipt {
  readonly path: string;
  readonly proof: TlogProof;
}

const isCheckpoint = (text: string): boolean => {
  const note = parseNote(text);
  return note !== undefined && parseCheckpoint(note.text) !== undefined;
};

/** A checkpoint that is held. Throws {@link UnreadableBundle} for a file of something else: that says nothing of the log. */
export const readCheckpoint = (path: string): HeldNote => {
  const note = readFileSync(path, 'utf8');
  if (!isCheckpoint(note)) throw new UnreadableBundle(`${path} is no checkpoint, or not as it was signed`);
  return { note, what: `the checkpoint ${path}` };
};

/** A receipt that is held. Throws {@link UnreadableBundle} for a file of something else. */
export const readReceipt = (path: string): HeldReceipt => {
  const proof = parseTlogProof(readFileSync(path, 'utf8'));
  if (proof === undefined || !isCheckpoint(proof.checkpoint)) {
    throw new UnreadableBundle(`${path} is no receipt, or not as it was handed out`);
  }
  return { path, proof };
};

/** The checkpoint of a receipt is one more that is held. */
export const noteOfReceipt = ({ path, proof }: HeldReceipt): HeldNote => ({
  note: proof.checkpoint,
  what: `the checkpoint of the receipt ${path}`,
});
