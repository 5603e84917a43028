import { bytesOfBase64 } from './bytes-of-base64';
import { decimal } from './decimal';
import { HASH_BYTES } from './hash';

/** The head of a log's tree (C2SP tlog-checkpoint). */
export interface Checkpoint {
  /** Which log. */
  readonly origin: string;
  readonly size: bigint;
  readonly root: Buffer;
}

/** A checkpoint as the text that is signed. */
export const formatCheckpoint = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${root.toString('base64')}\n`;

/** A checkpoint from a note's text; lines that extend it are passed over. Undefined where it is none. */
export const parseCheckpoint = (text: string): Checkpoint | undefined => {
  const [origin = '', count, encoded = '', ...rest] = text.split('\n');
  const size = decimal(count);
  const root = bytesOfBase64(encoded);
  const extensions = rest.slice(0, -1);
  if (origin === '' || size === undefined || root?.length !== HASH_BYTES) return undefined;
  if (rest.at(-1) !== '' || extensions.includes('')) return undefined;
  return { origin, size, root };
};
