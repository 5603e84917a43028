import { entryOf } from '../../kernel/entry-of';
import { refuse, type Refusal } from '../../kernel/refusal';
import type { CredentialType } from './events';

/** A private key, or text of this pattern, told in words. */
type Form = 'private-key' | { readonly pattern: RegExp; readonly inWords: string };

/** What `chpasswd` takes as one line, within PAM's limit. */
const LINUX: Form = { pattern: /^[\x20-\x7e]{1,511}$/, inWords: 'printable ASCII, 1 to 511 characters, on one line' };
/** Beyond ASCII, SASLprep would have to agree with every client's to the letter. */
const ASCII: Form = { pattern: /^[\x20-\x7e]{1,1024}$/, inWords: 'printable ASCII, 1 to 1024 characters, on one line' };
const ONE_LINE: Form = { pattern: /^[^\p{Cc}]+$/u, inWords: 'text on one line, without control characters' };

/** What is known of a connector without running it. */
export interface ConnectorDescriptor {
  /** Where the target listens when the settings name no port; absent: it has none. */
  readonly defaultPort?: number;
  /** Whether the target takes `Root` and `root` for one account. */
  readonly caseFolded: boolean;
  /** The settings it takes, and their type. Never an address: the account is on the host that the identity names. */
  readonly settings: Readonly<Record<string, 'port' | 'text'>>;
  readonly credentialTypes: readonly CredentialType[];
  /** The old value has to be taken away when the new one is there, so the agent gets both. */
  readonly needsPrevious?: boolean;
  /** What a value must be for the target to take it. */
  readonly takes: Form;
  /** What the target can take as a password. */
  readonly limits?: { readonly maxLength?: number; readonly allowedChars?: string };
}

const PRINTABLE = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).join('');

export const CONNECTORS: Readonly<Record<string, ConnectorDescriptor>> = {
  'linux-password': {
    takes: LINUX,
    caseFolded: false,
    settings: {},
    credentialTypes: ['password'],
    limits: { maxLength: 511, allowedChars: PRINTABLE },
  },
  'ssh-authorized-keys': {
    takes: 'private-key',
    caseFolded: false,
    settings: {},
    credentialTypes: ['ssh_key'],
    needsPrevious: true,
  },
  postgresql: {
    takes: ASCII,
    defaultPort: 5432,
    caseFolded: false,
    settings: { port: 'port', database: 'text' },
    credentialTypes: ['password'],
    limits: { allowedChars: PRINTABLE },
  },
  mysql: {
    takes: ONE_LINE,
    defaultPort: 3306,
    caseFolded: false,
    settings: { port: 'port', database: 'text' },
    credentialTypes: ['password'],
    limits: { allowedChars: PRINTABLE },
  },
  redis: {
    takes: ONE_LINE,
    defaultPort: 6379,
    caseFolded: false,
    settings: { port: 'port' },
    credentialTypes: ['password'],
    limits: { allowedChars: PRINTABLE },
  },
  ldap: {
    takes: ONE_LINE,
    defaultPort: 636,
    caseFolded: true,
    settings: { port: 'port', baseDn: 'text' },
    credentialTypes: ['password'],
    limits: { allowedChars: PRINTABLE },
  },
};

/** Own names only: `toString` is no connector, though every object has one. */
const ownEntry = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? entryOf(table, name) : undefined;

export const connectorOf = (name: string | undefined): ConnectorDescriptor | undefined =>
  ownEntry(CONNECTORS, name ?? '');

/** Does setting a value leave the old one in force, until it is taken away? */
export const keepsOld = ({ connector }: { readonly connector?: string }): boolean =>
  connectorOf(connector)?.needsPrevious === true;

/** What the connector's target can take as a password. */
export const limitsOf = ({ connector }: { readonly connector?: string }): NonNullable<ConnectorDescriptor['limits']> =>
  connectorOf(connector)?.limits ?? {};

/** What changes the value when nobody says: nothing, where no connector suits the type. */
export const defaultConnector = (type: CredentialType): string | undefined =>
  ({
    password: 'linux-password',
    ssh_key: 'ssh-authorized-keys',
    api_key: undefined,
    certificate: undefined,
    other: undefined,
  })[type];

const wrong = (field: string, message: string): Refusal =>
  refuse('VALIDATION_FAILED', `${field} ${message}.`, { errors: [{ field, message }] });

/** Does the connector exist, suit the type and know the settings? */
export const checkConnector = (
  type: CredentialType,
  connector: string | undefined,
  settings: Readonly<Record<string, string | number>> = {},
): Refusal | undefined => {
  const descriptor = connector === undefined ? undefined : ownEntry(CONNECTORS, connector);
  if (connector !== undefined && descriptor === undefined) {
    return wrong('connector', `must be one of ${Object.keys(CONNECTORS).join(', ')}`);
  }
  if (descriptor !== undefined && !descriptor.credentialTypes.includes(type)) {
    return wrong('connector', `${connector} does not change a credential of type ${type}`);
  }
  for (const [name, value] of Object.entries(settings)) {
    const kind = ownEntry(descriptor?.settings ?? {}, name);
    const isPort = typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535;
    if (kind === undefined) {
      return wrong(
        `connectorSettings.${name}`,
        connector === undefined ? 'needs a connector' : `is no setting of ${connector}`,
      );
    }
    if (kind === 'port' ? !isPort : typeof value !== 'string') {
      return wrong(`connectorSettings.${name}`, kind === 'port' ? 'must be a port, 1 to 65535' : 'must be text');
    }
  }
  return undefined;
};

/** What makes an account on a host unique, as one list of words. */
export const accountKey = (
  hostId: string,
  identity: { username: string; connector?: string; connectorSettings?: Readonly<Record<string, string | number>> },
): readonly string[] => {
  const connector = identity.connector ?? 'none';
  const descriptor = ownEntry(CONNECTORS, connector);
  const port = identity.connectorSettings?.port ?? descriptor?.defaultPort ?? '';
  const username = descriptor?.caseFolded === true ? identity.username.toLowerCase() : identity.username;
  return [hostId, connector, String(port), username];
};
