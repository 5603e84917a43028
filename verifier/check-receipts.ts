import { readFileSync } from 'node:fs';
import type { NoteKey } from '../wire/tlog/note-key';
import { parseTlogProof, verifyTlogProof } from '../wire/tlog/tlog-proof';
import type { Findings } from './findings';

/** Receipts that are held, by their paths, against the leaves of the tree. */
export const checkReceipts = (
  paths: readonly string[],
  hashes: readonly (Buffer | undefined)[],
  keys: readonly NoteKey[],
  findings: Findings,
): void => {
  for (const path of paths) {
    const proof = parseTlogProof(readFileSync(path, 'utf8'));
    const leaf = proof === undefined ? undefined : Number(proof.index);
    const hash = leaf === undefined ? undefined : hashes[leaf];
    const holds = proof !== undefined && hash !== undefined && verifyTlogProof(proof, hash, keys) !== undefined;
    if (holds) continue;
    const detail =
      hash === undefined
        ? `${path} proves a fact that is not in this bundle`
        : `${path} proves another fact at this leaf`;
    findings.add({ rule: 'receipt', ...(leaf === undefined ? {} : { leaf }), detail });
  }
};
