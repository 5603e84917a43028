import type { Logger } from 'pino';
import { foldEmail } from '../kernel/fold-email';
import { resolve } from 'node:path';
import { LOCAL_ISSUER } from '../../wire/local-token';
import type { Config } from '../config/config';
import type { Owner } from './owners';

type Deployment = Pick<
  Config,
  'dataDir' | 'externalIssuers' | 'namesOwner' | 'ownerEmail' | 'ownerSubject' | 'rootKey'
>;

export interface Ready {
  readonly version: string;
  /** Where it listens. */
  readonly url: string;
  readonly config: Deployment;
  readonly owners: readonly Owner[];
}

const quoted = (text: string): string =>
  /^[\w@.+/:-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The command line has to find the same root key. */
const keyFor = ({ rootKey, dataDir }: Deployment): string => {
  if (rootKey.from === 'environment') return 'KEYLEDGER_ROOT_KEY=… ';
  if (rootKey.from === 'transit') return 'KEYLEDGER_ROOT_KEY_PROVIDER=transit KEYLEDGER_TRANSIT_ADDRESS=… ';
  if (rootKey.from === 'file') return `KEYLEDGER_ROOT_KEY_FILE=${quoted(rootKey.path)} `;
  return dataDir === resolve('data') ? '' : `KEYLEDGER_DATA_DIR=${quoted(dataDir)} `;
};

const folded = (email: string | undefined): string | undefined => email && foldEmail(email);

/** How somebody comes by a token: what the line is called, and what it says. */
type TokenHint = readonly ['Sign in with' | 'Get a token', string];

const tokenHints = (config: Deployment, able: readonly Owner[]): readonly TokenHint[] => {
  if (config.externalIssuers.length > 0) {
    return config.externalIssuers.map(({ issuer, audience }) => [
      'Sign in with',
      `a token of ${issuer} for the audience ${audience}`,
    ]);
  }
  const { email } = able.find((owner) => folded(owner.email) === folded(config.ownerEmail)) ?? able[0] ?? {};
  return email === undefined
    ? []
    : [['Get a token', `${keyFor(config)}npx --no keyledger token --email ${quoted(email)}`]];
};

const isOwnedBy = (owners: readonly Owner[], { ownerEmail, ownerSubject }: Deployment): boolean =>
  owners.some(({ email, signIns }) =>
    ownerSubject === undefined
      ? folded(email) === folded(ownerEmail)
      : signIns.some(({ issuer, subject }) => issuer === ownerSubject.issuer && subject === ownerSubject.subject),
  );

const ignored = (config: Deployment, owners: readonly Owner[]): string[] => {
  const { ownerEmail, ownerSubject, namesOwner } = config;
  if ((!namesOwner && ownerSubject === undefined) || isOwnedBy(owners, config)) return [];
  const named =
    ownerSubject === undefined
      ? `KEYLEDGER_OWNER_EMAIL (${ownerEmail})`
      : `KEYLEDGER_OWNER_SUBJECT (${ownerSubject.subject})`;
  return [`${named} is ignored: the account has an owner, and it is somebody else.`];
};

const notes = (config: Deployment, owners: readonly Owner[], able: readonly Owner[], issuers: string[]): string[] => {
  if (owners.length === 0) {
    return [
      'The account has no owner: nobody may do anything. Set KEYLEDGER_OWNER_EMAIL to the first one, and start again.',
    ];
  }
  return [
    ...ignored(config, owners),
    ...(able.length === 0
      ? [
          `No owner signs in with tokens of ${issuers.join(' or ')}: each is known by another issuer. Start with that one, or see keyledger recover-owner --help.`,
        ]
      : []),
  ];
};

/** What is said once it listens, in its parts. */
interface Announcement {
  readonly headline: string;
  readonly api: string;
  readonly documentation: string;
  readonly tokens: readonly TokenHint[];
  readonly notes: readonly string[];
}

/** A token is offered only to who can use it. */
const announcement = ({ version, url, config, owners }: Ready): Announcement => {
  const external = config.externalIssuers.map(({ issuer }) => issuer);
  const issuers = external.length === 0 ? [LOCAL_ISSUER] : external;
  const able = owners.filter(
    ({ signIns }) => signIns.length === 0 || signIns.some(({ issuer }) => issuers.includes(issuer)),
  );
  return {
    headline: `Keyledger ${version} is ready.`,
    api: `${url}/api/v1`,
    documentation: `${url}/docs`,
    tokens: tokenHints(config, able),
    notes: notes(config, owners, able, issuers),
  };
};

const listed = (name: string, value: string): string => `  ${name.padEnd(13)}  ${value}`;

/** For a person at a terminal, line by line. */
export const banner = (ready: Ready): readonly string[] => {
  const { headline, api, documentation, tokens, notes: hints } = announcement(ready);
  return [
    headline,
    listed('API', api),
    listed('Documentation', documentation),
    ...tokens.map(([name, value]) => listed(name, value)),
    ...hints.map((note) => `Note: ${note}`),
  ];
};

/** The same for whoever reads the log: as one line of it, and a warning a note. */
export const logReady = (log: Pick<Logger, 'info' | 'warn'>, ready: Ready): void => {
  const { headline, api, documentation, tokens, notes: hints } = announcement(ready);
  log.info({ api, documentation, signIn: tokens.map(([, value]) => value) }, headline);
  hints.forEach((note) => log.warn(note));
};
