import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { exportJWK, SignJWT, type JWTPayload } from 'jose';

/** What the issuer below signs with, ES256. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export const signingKey = (kid: string): SigningKey => ({ kid, ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) });

export const ISSUER = 'https://id.example.com/';
export const AUDIENCE = 'vault';

/** A token of that issuer for that audience, good for an hour from `now` on, but for the claims given. */
export const issued = (key: SigningKey, now: number, claims: JWTPayload = {}): Promise<string> => {
  const exp = Math.floor(now / 1000) + 3600;
  return new SignJWT({ iss: ISSUER, aud: AUDIENCE, sub: 'ann', email: 'ann@example.com', exp, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: key.kid })
    .sign(key.privateKey);
};

/** Publishes the public halves of `keys` at `url`, until told otherwise. */
export const keyServer = async () => {
  const knobs: { keys: readonly SigningKey[]; answer: 'keys' | 'error' | 'nonsense' | 'nothing' } = {
    keys: [],
    answer: 'keys',
  };
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    if (knobs.answer === 'nothing') return;
    void Promise.all(knobs.keys.map(async ({ kid, publicKey }) => ({ ...(await exportJWK(publicKey)), kid }))).then(
      (keys) => {
        response.writeHead(knobs.answer === 'error' ? 500 : 200, { 'content-type': 'application/json' });
        response.end(knobs.answer === 'nonsense' ? '<html>' : JSON.stringify({ keys }));
      },
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/keys`,
    knobs,
    asked: () => asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

export type KeyServer = Awaited<ReturnType<typeof keyServer>>;
