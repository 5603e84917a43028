import { createHash } from 'node:crypto';
import { jwtVerify } from 'jose';
import { localIssuerKey } from '../../../wire/local-issuer-key';

/** Verifies a token of the local issuer the first time it comes, and remembers it, as the application does. Takes the root key in base64. */
export const knownTokens = (rootKey: string): ((authorization?: string) => Promise<void>) => {
  const { publicKey } = localIssuerKey(Buffer.from(rootKey, 'base64'));
  const known = new Set<string>();
  return async (authorization = '') => {
    const token = authorization.slice('Bearer '.length);
    const name = createHash('sha256').update(token).digest('base64');
    if (known.has(name)) return;
    await jwtVerify(token, publicKey, { algorithms: ['ES256'], issuer: 'keyledger', audience: 'keyledger' });
    known.add(name);
  };
};
