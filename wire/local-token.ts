import type { KeyObject } from 'node:crypto';
import { sign } from 'jsonwebtoken';

/** `iss` and `aud` of the built-in issuer's tokens. */
export const LOCAL_ISSUER = 'keyledger';

const LIFE_S = 60 * 60;

export interface LocalToken {
  /** ES256, P-256. */
  readonly privateKey: KeyObject;
  readonly kid: string;
  readonly email: string;
  /** The vendor's support. */
  readonly support: boolean;
  /** Ms since 1970. */
  readonly now: number;
}

/** A JWT of the built-in issuer for whoever has this e-mail, good for one hour. Its subject is the e-mail, which the server folds. */
export const signLocalToken = ({ privateKey, kid, email, support, now }: LocalToken): Promise<string> => {
  const iat = Math.floor(now / 1000);
  const claims = { email, email_verified: true, support, iat, exp: iat + LIFE_S };
  const named = { issuer: LOCAL_ISSUER, audience: LOCAL_ISSUER, subject: email };
  return new Promise((resolve, reject) => {
    sign(claims, privateKey, { algorithm: 'ES256', keyid: kid, ...named }, (error, token) => {
      if (error !== null || token === undefined) reject(error ?? new Error('no token was made'));
      else resolve(token);
    });
  });
};
