import type { Checkpoint } from '../wire/tlog/checkpoint';
import { CompactRange } from '../wire/tlog/compact-range';
import { HASH_BYTES } from '../wire/tlog/hash';
import type { Findings } from './findings';
import type { ToldReport } from './read-report';

/** The tree of a bundle. */
interface Tree {
  readonly origin: string;
  readonly hashes: readonly (Buffer | undefined)[];
}

interface KeptHead {
  readonly head: Checkpoint;
  readonly what: string;
  readonly note: string;
}

const rootAt = (size: number, hashes: Tree['hashes']): string => {
  const range = new CompactRange();
  while (range.size < size) range.append(hashes[range.size] ?? Buffer.alloc(HASH_BYTES));
  return range.root().toString('base64');
};

/** What a CSV says of its checkpoint has no signature: it is compared with the tree, and believed in nothing. */
const checkUnsigned = ({ path, header }: ToldReport, { hashes }: Tree, findings: Findings): void => {
  const size = Number(header['size']);
  if (size > hashes.length) {
    const detail = `the report ${path} is of ${size} facts; this bundle ends after ${hashes.length}`;
    findings.add({ rule: 'cut', leaf: hashes.length, detail });
  } else if (header['root'] !== undefined && header['root'] !== rootAt(size, hashes)) {
    findings.add({ rule: 'root', detail: `the report ${path} names another root of the first ${size} facts` });
  }
};

/** Whether a report is of the tree of a bundle; a signed checkpoint in it is one more that is held. */
export const reportHead = (
  told: ToldReport,
  tree: Tree,
  headOf: (note: string) => Checkpoint | string,
  findings: Findings,
): KeptHead | undefined => {
  const { path, header } = told;
  const { origin, root, size, checkpoint } = header;
  const what = `the checkpoint of the report ${path}`;
  if (origin !== undefined && origin !== tree.origin) {
    const detail = `the report ${path} is of another log: ${JSON.stringify(origin)}`;
    findings.add({ rule: 'checkpoint', detail });
    return undefined;
  }
  const head = typeof checkpoint === 'string' ? headOf(checkpoint) : undefined;
  if (typeof head === 'string') findings.add({ rule: 'signature', detail: `${what} ${head}` });
  if (typeof checkpoint !== 'string' || head === undefined || typeof head === 'string') {
    if (Number.isSafeInteger(size)) checkUnsigned(told, tree, findings);
    return undefined;
  }
  if (head.origin !== origin || Number(head.size) !== size || head.root.toString('base64') !== root) {
    findings.add({ rule: 'checkpoint', detail: `${what} is another one than the report names` });
    if (head.origin !== tree.origin) return undefined;
  }
  return { head, what, note: checkpoint };
};
