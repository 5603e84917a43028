import { openToken } from '../../../wire/join-token-box';
import { tokenSealingKeyOf, type ServerKey } from '../../../wire/server-key';
import { proveServer } from '../../../wire/server-proof';
import type { ServerProof } from '../../kernel/server-proof';
import type { OwnKeys } from '../sealing/own-keys';

/** The same on every node that has the root key. */
export const serverProof = ({ publicKey, privateKey }: ServerKey, ownKeys: OwnKeys): ServerProof => {
  const [inForce] = ownKeys.good('join-token-sealing');
  const sealingKey = tokenSealingKeyOf(inForce.bytes).public;
  const { announcements } = ownKeys.inForce('job-signing');
  return {
    serverKey: publicKey,
    announcements,
    of: (nonce) => ({ ...proveServer(nonce, { serverKey: publicKey, sealingKey, privateKey }), announcements }),
    open: async (sealed, keys) => {
      for (const { bytes } of ownKeys.good('join-token-sealing')) {
        const token = await openToken(sealed, keys, tokenSealingKeyOf(bytes).private).catch(() => undefined);
        if (token !== undefined) return token;
      }
      return undefined;
    },
  };
};
