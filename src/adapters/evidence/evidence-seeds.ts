import type { OwnKeys } from '../sealing/own-keys';
import type { OwnSeeds } from './open-evidence-key';

/** The server's own keys for checkpoints, the oldest first. */
export const evidenceSeeds = (ownKeys: Pick<OwnKeys, 'good'>): OwnSeeds => {
  const [first, ...rest] = ownKeys.good('evidence-signing').toReversed();
  if (first === undefined) throw new Error('there is no key evidence-signing');
  return [first.bytes, ...rest.map(({ bytes }) => bytes)];
};
