import type { JoinTokens } from '../../kernel/join-tokens';
import type { Sealing } from '../../kernel/sealing';
import { fingerprintOf, formatJoinToken, joinTokenHash, parseJoinToken } from '../../../wire/join-token';

/** Join tokens for a server with this public key (Ed25519, raw, base64url). */
export const joinTokens = (serverKey: string, sealing: Pick<Sealing, 'fingerprint'>): JoinTokens => {
  const fingerprint = fingerprintOf(serverKey);
  return {
    serverKey,
    of: (hostId, tokenId) => {
      const secret = sealing.fingerprint('join-token', `${hostId}.${tokenId}`);
      return { token: formatJoinToken({ hostId, secret, fingerprint }), tokenHash: joinTokenHash(secret) };
    },
    read: (text) => {
      const token = parseJoinToken(text);
      return token && { hostId: token.hostId, tokenHash: joinTokenHash(token.secret) };
    },
  };
};
