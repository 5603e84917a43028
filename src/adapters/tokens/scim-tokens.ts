import { createHash } from 'node:crypto';
import type { Random } from '../../kernel/random';
import { SCIM_TOKEN_PREFIX, type ScimTokens } from '../../kernel/scim-tokens';
import type { Sealing } from '../../kernel/sealing';

const SECRET_BYTES = 32;
const CHECKSUM_LETTERS = 6;
const CONNECTION_ID = /^[0-9a-f]{32}$/;
const TOKEN = new RegExp(`^${SCIM_TOKEN_PREFIX}([0-9a-f]{32})([A-Za-z0-9_-]{43})([A-Za-z0-9_-]{${CHECKSUM_LETTERS}})$`);

const checksum = (text: string): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, CHECKSUM_LETTERS);

/** The hash is keyed, and for this purpose alone: who reads the log can't try tokens against it, nor pass one off as a machine's. */
export const scimTokens = (random: Random, sealing: Pick<Sealing, 'fingerprints'>): ScimTokens => {
  const hashes = (token: string): readonly string[] => sealing.fingerprints('SCIM token', token);
  return {
    make: (connectionId) => {
      if (!CONNECTION_ID.test(connectionId)) throw new Error('a connection id of another form has no place in a token');
      const secret = Buffer.from(random.bytes(SECRET_BYTES)).toString('base64url');
      const named = `${SCIM_TOKEN_PREFIX}${connectionId}${secret}`;
      const token = `${named}${checksum(named)}`;
      return { token, hash: hashes(token)[0] ?? '' };
    },
    read: (token) => {
      const [, connectionId, , sum] = TOKEN.exec(token) ?? [];
      return connectionId === undefined || sum !== checksum(token.slice(0, -CHECKSUM_LETTERS))
        ? undefined
        : { connectionId, hashes: hashes(token) };
    },
  };
};
