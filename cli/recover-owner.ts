import { parseArgs } from 'node:util';
import type * as Choose from '../src/adapters/choose';
import type { Config } from '../src/config/config';
import { subjectIn } from '../src/config/first-owner';
import { subjectNamed } from '../src/config/owner-forms';
import { loadConfig } from '../src/config/load-config';
import { emailComplaint } from '../src/kernel/email-complaint';
import { foldEmail } from '../src/kernel/fold-email';
import type * as RecoverOwner from '../src/offline/recover-owner';
import { LOCAL_ISSUER } from '../wire/local-token';
import type { CliCommand } from './command';
import { UsageError } from './usage-error';

const MOST_LETTERS = 500;

interface Named {
  readonly email?: string | undefined;
  readonly subject?: string | undefined;
}

const ownerIn = ({ externalIssuers }: Config, { email, subject }: Named): RecoverOwner.RecoveryAsked['owner'] => {
  const issuers = externalIssuers.map(({ issuer }) => issuer);
  const believed = issuers.length === 0 ? [LOCAL_ISSUER] : issuers;
  const named = email === undefined ? {} : { email };
  if (subject !== undefined) return { ...named, signIn: subjectIn('--subject', subject, issuers), believed };
  // The built-in issuer names people by their e-mail: nobody has to be pinned anew.
  return issuers.length === 0 && email !== undefined
    ? { ...named, signIn: { issuer: LOCAL_ISSUER, subject: foldEmail(email) }, believed }
    : { ...named, believed };
};

const assertSubject = (subject: string): void => {
  try {
    subjectNamed('--subject', subject);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
};

const assertCalledWell = ({ email, subject }: Named, reason: string): void => {
  if (email === undefined && subject === undefined) throw new UsageError('recover-owner needs --email or --subject');
  const complaint = email === undefined ? undefined : emailComplaint(email);
  if (complaint !== undefined) throw new UsageError(`--email ${complaint}`);
  if (subject !== undefined) assertSubject(subject);
  if (reason === '' || reason.length > MOST_LETTERS || /[\p{Cc}\p{Cs}]/u.test(reason)) {
    throw new UsageError(`--reason needs 1 to ${MOST_LETTERS} characters on one line`);
  }
};

/** Works without a server, on stores that no server works on. */
export const recover: CliCommand = {
  name: 'recover-owner',
  usage: '[--email E] [--subject "ISSUER SUBJECT"] --reason R [--json]',
  summary: 'Make somebody an owner who can sign in, where no owner can any more.',
  details: [
    'Stop every server first. Needs the root key and the stores the server uses, by the same variables, and no token. Set the',
    'variables of the issuers as the server will have them: what lets somebody in depends on whose tokens are believed.',
    '',
    'The user is made where there is none, switched on, no longer marked as support, and made an owner. With --subject the',
    'tokens of that subject sign the user in from then on. With --email alone the next token that proves this e-mail does,',
    'unless the user has a sign-in of an issuer that is believed: sign-ins of others are removed. The account says for ever',
    'who was recovered, when and why, and every start within 7 days says so too.',
  ],
  run: async (args, env) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        email: { type: 'string' },
        subject: { type: 'string' },
        reason: { type: 'string' },
        json: { type: 'boolean' },
      },
    });
    const reason = values.reason?.trim() ?? '';
    assertCalledWell(values, reason);
    const config = loadConfig(env);
    const owner = ownerIn(config, values);
    process.umask(0o077);
    // Loaded when asked for: the drivers of the stores take a second, and commands that ask a server need none.
    const { openOfflineDeciding } = require('../src/adapters/choose') as typeof Choose;
    const { recoverOwner } = require('../src/offline/recover-owner') as typeof RecoverOwner;
    const offline = await openOfflineDeciding(config);
    try {
      const recovered = await recoverOwner(offline, { owner, reason });
      const { userId, email, signIns, changed } = recovered;
      if (values.json === true) {
        console.log(JSON.stringify(recovered));
        return 0;
      }
      console.log(
        `${email ?? 'The user'} (${userId}) ${changed ? 'is an owner again' : 'was an owner who can sign in; nothing was changed'}.`,
      );
      const able = signIns.filter(({ issuer }) => owner.believed.includes(issuer));
      able.forEach(({ issuer, subject }) => console.log(`  signs in as ${subject} of ${issuer}`));
      if (able.length === 0) console.log(`  signs in with the next token that proves ${email ?? 'the e-mail'}`);
      return 0;
    } finally {
      await offline.close();
    }
  },
};
