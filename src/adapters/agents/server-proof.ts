import { openToken } from '../../../wire/join-token-box';
import { serverKey, tokenSealingKey } from '../../../wire/server-key';
import { proveServer } from '../../../wire/server-proof';
import type { ServerProof } from '../../kernel/server-proof';

/** The same on every node that has the root key. */
export const serverProof = (rootKey: Uint8Array): ServerProof => {
  const { publicKey, privateKey } = serverKey(rootKey);
  const sealing = tokenSealingKey(rootKey);
  return {
    of: (nonce) => proveServer(nonce, { serverKey: publicKey, sealingKey: sealing.public, privateKey }),
    open: (sealed, keys) => openToken(sealed, keys, sealing.private).catch(() => undefined),
  };
};
