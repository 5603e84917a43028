import { MACHINE_TOKEN_PREFIX, type MachineTokens } from '../../kernel/machine-tokens';
import type { Random } from '../../kernel/random';
import type { Sealing } from '../../kernel/sealing';
import { namedTokens } from './named-tokens';

/** Tokens of machine callers. */
export const machineTokens = (random: Random, sealing: Pick<Sealing, 'fingerprints'>): MachineTokens => {
  const tokens = namedTokens({ prefix: MACHINE_TOKEN_PREFIX, purpose: 'machine token' }, random, sealing);
  return {
    make: (userId) => tokens.make(userId),
    read: (token) => {
      const { id: userId, hashes } = tokens.read(token) ?? {};
      return userId === undefined || hashes === undefined ? undefined : { userId, hashes };
    },
  };
};
