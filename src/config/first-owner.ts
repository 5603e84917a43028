import { BadConfiguration } from './bad-configuration';
import type { Config } from './config';
import { shown } from './environment';
import { subjectNamed } from './owner-forms';
import type { Variables } from './variables';

/**
 * An issuer and a subject with a blank between, of an issuer whose tokens are believed. `name`: what they are called; `issuers`:
 * the external ones. Throws {@link BadConfiguration}.
 */
export const subjectIn = (
  name: string,
  value: string,
  issuers: readonly string[],
): { readonly issuer: string; readonly subject: string } => {
  const { issuer, subject } = subjectNamed(name, value);
  if (issuers.includes(issuer)) return { issuer, subject };
  throw new BadConfiguration(
    issuers.length === 0
      ? `${name} needs an external issuer; the built-in one names people by their e-mail: name the e-mail instead.`
      : `${name} names the issuer ${shown(issuer)}, whose tokens are not believed here; spell it as the configuration of issuers does, to the letter.`,
  );
};

/** Who becomes the first owner. `issuers`: the external ones. Throws {@link BadConfiguration}. */
export const firstOwner = (
  { KEYLEDGER_OWNER_EMAIL: named, KEYLEDGER_OWNER_SUBJECT: subject }: Variables,
  issuers: readonly string[],
): Pick<Config, 'ownerEmail' | 'ownerSubject' | 'namesOwner'> => {
  // The default is safe with the built-in issuer only: there, whoever holds the root key signs in.
  const email = named ?? (issuers.length === 0 ? 'owner@example.com' : undefined);
  return {
    namesOwner: named !== undefined,
    ...(email === undefined ? {} : { ownerEmail: email }),
    ...(subject === undefined ? {} : { ownerSubject: subjectIn('KEYLEDGER_OWNER_SUBJECT', subject, issuers) }),
  };
};
