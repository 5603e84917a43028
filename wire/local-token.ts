import type { KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';

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
  const issuedAt = Math.floor(now / 1000);
  return new SignJWT({ email, email_verified: true, support })
    .setProtectedHeader({ alg: 'ES256', kid, typ: 'JWT' })
    .setIssuer(LOCAL_ISSUER)
    .setAudience(LOCAL_ISSUER)
    .setSubject(email.toLowerCase())
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + LIFE_S)
    .sign(privateKey);
};
