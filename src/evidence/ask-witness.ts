import { formatAddCheckpoint } from '../../wire/tlog/add-checkpoint';
import { decimal } from '../../wire/tlog/decimal';
import { parseVkey } from '../../wire/tlog/note-key';
import { parseSignatureLine, signatureLine } from '../../wire/tlog/signed-note';
import { verifyNote } from '../../wire/tlog/verify-note';
import type { AskedWitness } from '../kernel/evidence-outsiders';
import type { KeptCheckpoint } from '../kernel/evidence-store';
import type { LedgerTree } from './ledger-tree';

/** Another clock than ours by more than this says nothing of when a checkpoint was seen. */
const MOST_OFF_S = 60 * 60;

/**
 * What came of it: a signature line that holds; or why not. `ahead`: it has seen a larger tree than there is, or another one of
 * the same size: history was cut or rewritten, or it lies. `known`: which size it says it has cosigned.
 */
export type Witnessed =
  | { readonly outcome: 'cosigned'; readonly line: string; readonly known: number }
  | {
      readonly outcome: 'ahead' | 'refused' | 'lied' | 'failed';
      readonly detail: string;
      readonly known?: number;
    };

/** Its line, if it holds: others' are passed over. */
const lineOf = (body: string, { note }: KeptCheckpoint, vkey: string, now: number): string | undefined => {
  const key = parseVkey(vkey);
  if (key === undefined) return undefined;
  for (const line of body.split('\n')) {
    const signature = parseSignatureLine(line);
    if (signature?.name !== key.name || signature.id !== key.id) continue;
    const own = signatureLine(signature);
    const time = verifyNote(note + own, [key])?.by[0]?.time;
    if (time !== undefined && Math.abs(Number(time) - now / 1000) <= MOST_OFF_S) return own;
  }
  return undefined;
};

/** Asks a witness to cosign a checkpoint, once more where it knows of another size than was thought. Throws what the tree throws. */
export const askWitness = async (
  witness: AskedWitness,
  tree: LedgerTree,
  checkpoint: KeptCheckpoint,
  { known, now }: { readonly known: number; readonly now: () => number },
): Promise<Witnessed> => {
  const { size, note } = checkpoint;
  let old = Math.min(known, size);
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const proof = old === 0 || old === size ? [] : await tree.consistency(old, size);
    const reply = await witness.ask(formatAddCheckpoint({ oldSize: BigInt(old), proof, checkpoint: note }));
    if ('failed' in reply) return { outcome: 'failed', detail: reply.failed };
    if (reply.status === 200) {
      const line = lineOf(reply.body, checkpoint, witness.vkey, now());
      return line === undefined
        ? { outcome: 'lied', detail: 'what it answered is no cosignature of this checkpoint by its key, of about now' }
        : { outcome: 'cosigned', line, known: size };
    }
    if (reply.status !== 409) return { outcome: 'refused', detail: `it answered ${reply.status}` };
    const said = decimal(reply.body.trim());
    if (said === undefined) return { outcome: 'lied', detail: 'it answered 409 without a size' };
    if (said > BigInt(size) || (said === BigInt(size) && old === size)) {
      return { outcome: 'ahead', detail: `it has cosigned another tree, of ${said} facts; there are ${size}` };
    }
    old = Number(said);
  }
  return { outcome: 'refused', detail: 'it answered 409 twice', known: old };
};
