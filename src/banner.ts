import { foldEmail } from './kernel/fold-email';
import { resolve } from 'node:path';
import { LOCAL_ISSUER } from '../wire/local-token';
import type { Config } from './config/config';
import type { Owner } from './owners';

type Deployment = Pick<Config, 'dataDir' | 'externalIssuer' | 'namesOwner' | 'ownerEmail' | 'rootKey'>;

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
  if (rootKey.from === 'file') return `KEYLEDGER_ROOT_KEY_FILE=${quoted(rootKey.path)} `;
  return dataDir === resolve('data') ? '' : `KEYLEDGER_DATA_DIR=${quoted(dataDir)} `;
};

const folded = (email: string | undefined): string | undefined => email && foldEmail(email);

const tokenLine = (config: Deployment, able: readonly Owner[]): readonly string[] => {
  if (config.externalIssuer !== undefined) {
    const { issuer, audience } = config.externalIssuer;
    return [`  Sign in with   a token of ${issuer} for the audience ${audience}`];
  }
  const owner = able.find(({ email }) => folded(email) === folded(config.ownerEmail)) ?? able[0];
  return owner === undefined
    ? []
    : [`  Get a token    ${keyFor(config)}npx --no keyledger token --email ${quoted(owner.email)}`];
};

const notes = (config: Deployment, owners: readonly Owner[], able: readonly Owner[], issuer: string): string[] => {
  if (owners.length === 0) {
    return [
      'The account has no owner: nobody may do anything. Set KEYLEDGER_OWNER_EMAIL to the first one, and start again.',
    ];
  }
  const isOwner = owners.some(({ email }) => folded(email) === folded(config.ownerEmail));
  return [
    ...(config.namesOwner && !isOwner
      ? [`KEYLEDGER_OWNER_EMAIL (${config.ownerEmail}) is ignored: the account has an owner, and it is somebody else.`]
      : []),
    ...(able.length === 0
      ? [`No owner signs in with tokens of ${issuer}: each is known by another issuer. Start with that one.`]
      : []),
  ];
};

/** What is said once it listens. A token is offered only to who can use it. */
export const banner = ({ version, url, config, owners }: Ready): readonly string[] => {
  const issuer = config.externalIssuer?.issuer ?? LOCAL_ISSUER;
  const able = owners.filter((owner) => owner.issuer === undefined || owner.issuer === issuer);
  return [
    `Keyledger ${version} is ready.`,
    `  API            ${url}/api/v1`,
    `  Documentation  ${url}/docs`,
    ...tokenLine(config, able),
    ...notes(config, owners, able, issuer).map((note) => `Note: ${note}`),
  ];
};
