import type { SealedSecret } from './agent-messages';
import { openText, sealText, type Purpose } from './sealed-text';

/** The agent's keys that the token is to let in, raw, base64url. */
export interface NewKeys {
  readonly signingKey: string;
  readonly sealingKey: string;
}

/** Whoever passes it on can let in no other keys by it. */
const purpose = ({ signingKey, sealingKey }: NewKeys): Purpose => ({
  info: 'keyledger/join-token/v1',
  boundTo: `${signingKey}\n${sealingKey}`,
});

/** Seals a join token to the server's own X25519 key (raw, base64url). */
export const sealToken = (token: string, keys: NewKeys, serverSealingKey: string): Promise<SealedSecret> =>
  sealText(token, purpose(keys), serverSealingKey);

/** Opens with the server's X25519 private key (raw, base64url). Throws when it is not for these keys, or was altered. */
export const openToken = (sealed: SealedSecret, keys: NewKeys, privateKey: string): Promise<string> =>
  openText(sealed, purpose(keys), privateKey);
