import { emailComplaint } from '../kernel/email-complaint';
import { BadConfiguration } from './bad-configuration';
import type { Config } from './config';
import { shown, valueOf, type Environment } from './environment';

/** Both are names of OpenID Connect: an issuer has no blank in it, a subject is printable ASCII. */
const SUBJECT = /^(\S+) ([\x20-\x7e]{1,255})$/;

/** The first owner's e-mail. The default is safe with the built-in issuer only: there, whoever holds the root key signs in. */
const ownerEmail = (env: Environment, hasDefault: boolean): string | undefined => {
  const value = valueOf(env, 'KEYLEDGER_OWNER_EMAIL');
  if (value === undefined) return hasDefault ? 'owner@example.com' : undefined;
  const complaint = emailComplaint(value);
  if (complaint === undefined) return value;
  throw new BadConfiguration(`KEYLEDGER_OWNER_EMAIL is ${shown(value)}; it ${complaint}. Give one e-mail address.`);
};

/**
 * An issuer and a subject with a blank between, of an issuer whose tokens are believed. `name`: what they are called; `issuers`:
 * the external ones. Throws {@link BadConfiguration}.
 */
export const subjectIn = (
  name: string,
  value: string,
  issuers: readonly string[],
): { readonly issuer: string; readonly subject: string } => {
  const [, issuer, subject] = SUBJECT.exec(value) ?? [];
  if (issuer === undefined || subject === undefined) {
    throw new BadConfiguration(
      `${name} is ${shown(value)}; give the issuer and the subject (sub) as its tokens write them, with a blank between.`,
    );
  }
  if (issuers.includes(issuer)) return { issuer, subject };
  throw new BadConfiguration(
    issuers.length === 0
      ? `${name} needs an external issuer; the built-in one names people by their e-mail: name the e-mail instead.`
      : `${name} names the issuer ${shown(issuer)}, whose tokens are not believed here; spell it as the configuration of issuers does, to the letter.`,
  );
};

/** Who becomes the first owner. `issuers`: the external ones. Throws {@link BadConfiguration}. */
export const firstOwner = (
  env: Environment,
  issuers: readonly string[],
): Pick<Config, 'ownerEmail' | 'ownerSubject'> => {
  const email = ownerEmail(env, issuers.length === 0);
  const named = valueOf(env, 'KEYLEDGER_OWNER_SUBJECT');
  const subject = named === undefined ? undefined : subjectIn('KEYLEDGER_OWNER_SUBJECT', named, issuers);
  return {
    ...(email === undefined ? {} : { ownerEmail: email }),
    ...(subject === undefined ? {} : { ownerSubject: subject }),
  };
};
