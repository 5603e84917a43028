import { bytesOfBase64 } from './bytes-of-base64';
import { decimal } from './decimal';
import { HASH_BYTES } from './hash';

/** What a log asks a witness: to cosign a checkpoint that continues the one of that size (C2SP tlog-witness). */
export interface AddCheckpoint {
  readonly oldSize: bigint;
  readonly proof: readonly Buffer[];
  /** The signed note. */
  readonly checkpoint: string;
}

const MOST_HASHES = 63;

export const formatAddCheckpoint = ({ oldSize, proof, checkpoint }: AddCheckpoint): string =>
  [`old ${oldSize}`, ...proof.map((hash) => hash.toString('base64')), '', checkpoint].join('\n');

/** The parts of a request, of which nothing was verified; undefined where it is malformed. */
export const parseAddCheckpoint = (text: string): AddCheckpoint | undefined => {
  const end = text.indexOf('\n\n');
  if (end < 0) return undefined;
  const [first = '', ...lines] = text.slice(0, end).split('\n');
  const oldSize = first.startsWith('old ') ? decimal(first.slice(4)) : undefined;
  const proof = lines.map(bytesOfBase64);
  if (oldSize === undefined || lines.length > MOST_HASHES) return undefined;
  if (proof.some((hash) => hash?.length !== HASH_BYTES)) return undefined;
  return { oldSize, proof: proof as Buffer[], checkpoint: text.slice(end + 2) };
};
