import type { JoinTokens, MadeJoinToken } from '../../kernel/join-tokens';
import type { Sealing } from '../../kernel/sealing';
import { fingerprintOf, formatJoinToken, joinTokenHash, parseJoinToken } from '../../../wire/join-token';

/** Join tokens for a server with this public key (Ed25519, raw, base64url). */
export const joinTokens = (serverKey: string, sealing: Pick<Sealing, 'fingerprints'>): JoinTokens => {
  const fingerprint = fingerprintOf(serverKey);
  const made = (hostId: string, secret: string): MadeJoinToken => ({
    token: formatJoinToken({ hostId, secret, fingerprint }),
    tokenHash: joinTokenHash(secret),
  });
  const secrets = (hostId: string, tokenId: string): readonly string[] =>
    sealing.fingerprints('join-token', `${hostId}.${tokenId}`);
  return {
    serverKey,
    of: (hostId, tokenId) => made(hostId, secrets(hostId, tokenId)[0] ?? ''),
    again: (hostId, tokenId, tokenHash) =>
      secrets(hostId, tokenId)
        .map((secret) => made(hostId, secret))
        .find((each) => each.tokenHash === tokenHash),
    read: (text) => {
      const token = parseJoinToken(text);
      return token && { hostId: token.hostId, tokenHash: joinTokenHash(token.secret) };
    },
  };
};
