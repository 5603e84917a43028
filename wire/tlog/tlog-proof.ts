import { bytesOfBase64 } from './bytes-of-base64';
import { parseCheckpoint, type Checkpoint } from './checkpoint';
import { decimal } from './decimal';
import { HASH_BYTES } from './hash';
import type { NoteKey } from './note-key';
import { verifyInclusion } from './verify-inclusion';
import { verifyNote } from './verify-note';

const HEADER = 'c2sp.org/tlog-proof@v1';

/** That an entry stands in a log, to be verified by whoever has the log's key (C2SP tlog-proof). */
export interface TlogProof {
  /** Not proved by anything. */
  readonly extra?: Buffer;
  readonly index: bigint;
  readonly hashes: readonly Buffer[];
  /** The signed note. */
  readonly checkpoint: string;
}

export const formatTlogProof = ({ extra, index, hashes, checkpoint }: TlogProof): string =>
  [
    HEADER,
    ...(extra === undefined ? [] : [`extra ${extra.toString('base64')}`]),
    `index ${index}`,
    ...hashes.map((hash) => hash.toString('base64')),
    '',
    checkpoint,
  ].join('\n');

/** The parts of a proof, of which nothing was verified; undefined where it is malformed. */
export const parseTlogProof = (text: string): TlogProof | undefined => {
  const end = text.indexOf('\n\n');
  if (end < 0) return undefined;
  const [header, ...lines] = text.slice(0, end).split('\n');
  const extra = lines[0]?.startsWith('extra ') === true ? bytesOfBase64((lines.shift() as string).slice(6)) : undefined;
  const [first = '', ...rest] = lines;
  const index = first.startsWith('index ') ? decimal(first.slice(6)) : undefined;
  const hashes = rest.map(bytesOfBase64);
  if (header !== HEADER || index === undefined || hashes.some((hash) => hash?.length !== HASH_BYTES)) return undefined;
  return {
    ...(extra === undefined ? {} : { extra }),
    index,
    hashes: hashes as Buffer[],
    checkpoint: text.slice(end + 2),
  };
};

/** The checkpoint that covers an entry; undefined unless one of these keys signed it and the entry is where the proof says. */
export const verifyTlogProof = (
  { index, hashes, checkpoint }: TlogProof,
  leafHash: Uint8Array,
  keys: readonly NoteKey[],
): Checkpoint | undefined => {
  const note = verifyNote(checkpoint, keys);
  const head = note && parseCheckpoint(note.text);
  if (head === undefined) return undefined;
  const { size, root } = head;
  return verifyInclusion({ index, size, leafHash, root, proof: hashes }) ? head : undefined;
};
