import { createHash } from 'node:crypto';
import type { Random } from '../../kernel/random';
import type { Sealing } from '../../kernel/sealing';

/** A token that names who it belongs to. */
export interface NamedTokens {
  /** Of an id of 32 hex digits. */
  make(id: string): { readonly token: string; readonly hash: string };
  /** Undefined: it is no such token, or was mistyped. `hashes`: by every key that is good, the one in force first. */
  read(token: string): { readonly id: string; readonly hashes: readonly string[] } | undefined;
}

const SECRET_BYTES = 32;
const CHECKSUM_LETTERS = 6;
const ID = /^[0-9a-f]{32}$/;

const checksum = (text: string): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, CHECKSUM_LETTERS);

/**
 * Tokens of one kind: its prefix, the id of whom it belongs to, 256 random bits, and a checksum. The hash is keyed, and for this
 * `purpose` alone: who reads the log can't try tokens against it, nor pass one off as a token of another kind.
 */
export const namedTokens = (
  { prefix, purpose }: { readonly prefix: string; readonly purpose: string },
  random: Random,
  sealing: Pick<Sealing, 'fingerprints'>,
): NamedTokens => {
  const form = new RegExp(`^${prefix}([0-9a-f]{32})([A-Za-z0-9_-]{43})([A-Za-z0-9_-]{${CHECKSUM_LETTERS}})$`);
  const hashes = (token: string): readonly string[] => sealing.fingerprints(purpose, token);
  return {
    make: (id) => {
      if (!ID.test(id)) throw new Error('an id of another form has no place in a token');
      const named = `${prefix}${id}${Buffer.from(random.bytes(SECRET_BYTES)).toString('base64url')}`;
      const token = `${named}${checksum(named)}`;
      return { token, hash: hashes(token)[0] ?? '' };
    },
    read: (token) => {
      const [, id, , sum] = form.exec(token) ?? [];
      return id === undefined || sum !== checksum(token.slice(0, -CHECKSUM_LETTERS))
        ? undefined
        : { id, hashes: hashes(token) };
    },
  };
};
