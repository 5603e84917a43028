import { createHash } from 'node:crypto';
import { MACHINE_TOKEN_PREFIX, type MachineTokens } from '../../kernel/machine-tokens';
import type { Random } from '../../kernel/random';
import type { Sealing } from '../../kernel/sealing';

const SECRET_BYTES = 32;
const CHECKSUM_LETTERS = 6;
const USER_ID = /^[0-9a-f]{32}$/;
const TOKEN = new RegExp(
  `^${MACHINE_TOKEN_PREFIX}([0-9a-f]{32})([A-Za-z0-9_-]{43})([A-Za-z0-9_-]{${CHECKSUM_LETTERS}})$`,
);

const checksum = (text: string): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, CHECKSUM_LETTERS);

/** The hash is keyed: who reads the log can't try tokens against it. */
export const machineTokens = (random: Random, sealing: Pick<Sealing, 'fingerprints'>): MachineTokens => {
  const hashes = (token: string): readonly string[] => sealing.fingerprints('machine token', token);
  return {
    make: (userId) => {
      if (!USER_ID.test(userId)) throw new Error('a user id of another form has no place in a token');
      const named = `${MACHINE_TOKEN_PREFIX}${userId}${Buffer.from(random.bytes(SECRET_BYTES)).toString('base64url')}`;
      const token = `${named}${checksum(named)}`;
      return { token, hash: hashes(token)[0] ?? '' };
    },
    read: (token) => {
      const [, userId, , sum] = TOKEN.exec(token) ?? [];
      return userId === undefined || sum !== checksum(token.slice(0, -CHECKSUM_LETTERS))
        ? undefined
        : { userId, hashes: hashes(token) };
    },
  };
};
