import { BadConfiguration } from './bad-configuration';
import { shown, valueOf, type Environment } from './environment';

/** The first owner's e-mail. The default is safe with the built-in issuer only: there, whoever holds the root key signs in. */
export const ownerEmail = (env: Environment, hasExternalIssuer: boolean): string | undefined => {
  const value = valueOf(env, 'KEYLEDGER_OWNER_EMAIL');
  if (value === undefined) return hasExternalIssuer ? undefined : 'owner@example.com';
  if (value.length <= 254 && /^[^\s@\p{C}]+@[^\s@\p{C}]+$/u.test(value)) return value;
  throw new BadConfiguration(`KEYLEDGER_OWNER_EMAIL is ${shown(value)}; give one e-mail address.`);
};
