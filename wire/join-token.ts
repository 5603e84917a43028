import { createHash } from 'node:crypto';

const PREFIX = 'klj';

/** What an administrator hands to a host, once, for an hour. */
export interface JoinToken {
  readonly hostId: string;
  /** 32 random bytes, base64url. */
  readonly secret: string;
  /** Of the server's key: an agent that is led to another server refuses it. */
  readonly fingerprint: string;
}

/** SHA-256 of a raw public key (base64url), base64url. */
export const fingerprintOf = (rawKey: string): string =>
  createHash('sha256').update(Buffer.from(rawKey, 'base64url')).digest('base64url');

/** All the server keeps of a token. */
export const joinTokenHash = (secret: string): string => createHash('sha256').update(secret).digest('hex');

export const formatJoinToken = ({ hostId, secret, fingerprint }: JoinToken): string =>
  [PREFIX, hostId, secret, fingerprint].join('.');

/** Undefined: not a join token. */
export const parseJoinToken = (text: string): JoinToken | undefined => {
  const found = /^klj\.([0-9a-f]{32})\.([\w-]{43})\.([\w-]{43})$/.exec(text);
  const [, hostId, secret, fingerprint] = found ?? [];
  return hostId === undefined || secret === undefined || fingerprint === undefined
    ? undefined
    : { hostId, secret, fingerprint };
};
