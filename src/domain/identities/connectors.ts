import { entryOf } from '../../kernel/entry-of';
import { refuse, type Refusal } from '../../kernel/refusal';
import type { CredentialType } from './events';

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
  /** What the target can take as a password. */
  readonly limits?: { readonly maxLength?: number; readonly allowedChars?: string };
}

const PRINTABLE = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).join('');

export const CONNECTORS: Readonly<Record<string, ConnectorDescriptor>> = {
  'linux-password': {
    caseFolded: false,
    settings: {},
    credentialTypes: ['password'],
    limits: { maxLength: 511, allowedChars: PRINTABLE },
  },
  'ssh-authorized-keys': { caseFolded: false, settings: {}, credentialTypes: ['ssh_key'], needsPrevious: true },
  postgresql: {
    defaultPort: 5432,
    caseFolded: false,
    settings: { port: 'port', database: 'text' },
    credentialTypes: ['password'],
    limits: { allowedChars: PRINTABLE },
  },
  mysql: {
    defaultPort: 3306,
    caseFolded: false,
    settings: { port: 'port', database: 'text' },
    credentialTypes: ['password'],
    limits: { allowedChars: PRINTABLE },
  },
  redis: {
    defaultPort: 6379,
    caseFolded: false,
    settings: { port: 'port' },
    credentialTypes: ['password'],
    limits: { allowedChars: PRINTABLE },
  },
  ldap: {
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

/** Does setting a value leave the old one in force, until it is taken away? */
export const keepsOld = ({ connector }: { readonly connector?: string }): boolean =>
  ownEntry(CONNECTORS, connector ?? '')?.needsPrevious === true;

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
