import { BadConfiguration } from './bad-configuration';
import { emailComplaint } from '../kernel/email-complaint';
import { shown, valueOf, type Environment } from './environment';

/** The first owner's e-mail. The default is safe with the built-in issuer only: there, whoever holds the root key signs in. */
export const ownerEmail = (env: Environment, hasExternalIssuer: boolean): string | undefined => {
  const value = valueOf(env, 'KEYLEDGER_OWNER_EMAIL');
  if (value === undefined) return hasExternalIssuer ? undefined : 'owner@example.com';
  const complaint = emailComplaint(value);
  if (complaint === undefined) return value;
  throw new BadConfiguration(`KEYLEDGER_OWNER_EMAIL is ${shown(value)}; it ${complaint}. Give one e-mail address.`);
};
