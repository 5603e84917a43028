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
  const knobs: {
    keys: readonly SigningKey[];
    /** Published beside them, as they stand here. */
    beside: readonly object[];
    answer: 'keys' | 'error' | 'nonsense' | 'nothing' | 'endless' | 'dripping' | 'elsewhere' | 'many';
  } = {
    keys: [],
    beside: [],
    answer: 'keys',
  };
  let asked = 0;
  let sent = 0;
  const server = createServer((_, response) => {
    asked += 1;
    if (knobs.answer === 'nothing') return;
    if (knobs.answer === 'elsewhere') {
      response.writeHead(302, { location: '/other' }).end();
      return;
    }
    if (knobs.answer === 'endless' || knobs.answer === 'dripping') {
      // White space is JSON, however much of it there is.
      const [size, pauseMs] = knobs.answer === 'endless' ? [65_536, 0] : [1, 50];
      const timer = setInterval(() => {
        sent += size;
        response.write(' '.repeat(size));
      }, pauseMs);
      response.on('close', () => clearInterval(timer));
      return;
    }
    if (knobs.answer === 'many') {
      response.end(
        JSON.stringify({ keys: Array.from({ length: 1001 }, (_, n) => ({ kty: 'oct', kid: `${n}`, k: 'AA' })) }),
      );
      return;
    }
    void Promise.all(knobs.keys.map(async ({ kid, publicKey }) => ({ ...(await exportJWK(publicKey)), kid }))).then(
      (keys) => {
        response.writeHead(knobs.answer === 'error' ? 500 : 200, { 'content-type': 'application/json' });
        response.end(knobs.answer === 'nonsense' ? '<html>' : JSON.stringify({ keys: [...keys, ...knobs.beside] }));
      },
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/keys`,
    knobs,
    asked: () => asked,
    /** Bytes of endless answers so far. */
    sent: () => sent,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

export type KeyServer = Awaited<ReturnType<typeof keyServer>>;
