import { SCIM_TOKEN_PREFIX, type ScimTokens } from '../../kernel/scim-tokens';
import type { Random } from '../../kernel/random';
import type { Sealing } from '../../kernel/sealing';
import { namedTokens } from './named-tokens';

/** Tokens of SCIM connections. */
export const scimTokens = (random: Random, sealing: Pick<Sealing, 'fingerprints'>): ScimTokens => {
  const tokens = namedTokens({ prefix: SCIM_TOKEN_PREFIX, purpose: 'SCIM token' }, random, sealing);
  return {
    make: (connectionId) => tokens.make(connectionId),
    read: (token) => {
      const { id: connectionId, hashes } = tokens.read(token) ?? {};
      return connectionId === undefined || hashes === undefined ? undefined : { connectionId, hashes };
    },
  };
};
