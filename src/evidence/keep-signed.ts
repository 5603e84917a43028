import type { KeptCheckpoint } from '../kernel/evidence-store';
import { timestamp } from '../kernel/time';
import type { Head } from './continues';
import type { EvidenceParts } from './evidence-parts';
import type { Signers } from './signers';

/** Signs a tree and keeps its checkpoint; durable when answered. Throws what signing and keeping throw. */
export const keepSigned = async (
  { kept, clock }: Pick<EvidenceParts, 'kept' | 'clock'>,
  log: number,
  head: Head,
  keys: Signers,
): Promise<KeptCheckpoint> => {
  const checkpoint = { log, ...keys.sign(head), signedAt: timestamp(clock.now()) };
  await kept.keep(checkpoint);
  return checkpoint;
};
