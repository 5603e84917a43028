import { CREDENTIAL_TYPES, Credential, type CredentialType } from '../identities/credential.dtos';
import {
  ConnectorName,
  ConnectorSettings,
  IntervalDays,
  MaxSessions,
  Username,
  type Settings,
} from '../identities/identity-fields';
import { Description, Name } from '../platform/validation/common';
import { Email } from '../platform/validation/email';
import { Flag } from '../platform/validation/flag';
import type { Dto } from '../platform/validation/kind';
import { ListOf } from '../platform/validation/list-of';
import { OneOf } from '../platform/validation/one-of';
import { Clearable, Optional } from '../platform/validation/optional';
import { text } from '../platform/validation/text';
import { UtcTime } from '../platform/validation/utc-time';

const SCHEMES = ['v1', 'plaintext'] as const;
const LEVELS = ['view_vault', 'view_credentials', 'checkout'] as const;

export class VaultLine {
  @OneOf(['vault']) kind!: 'vault';
  @Name() name!: string;
  @Optional() @Description() description?: string;
}

export class HostLine {
  @OneOf(['host']) kind!: 'host';
  @Name() name!: string;
}

export class IdentityLine {
  @OneOf(['identity']) kind!: 'identity';
  @Name() vault!: string;
  @Name() name!: string;
  @Username() username!: string;
  @Credential() credential!: string;
  @Optional() @OneOf(SCHEMES) scheme?: (typeof SCHEMES)[number];
  @Optional() @OneOf(CREDENTIAL_TYPES) credentialType?: CredentialType;
  @Optional() @ListOf(text({ max: 200, of: 'label' }), { max: 100, unique: true }) hosts?: string[];
  @Optional() @IntervalDays() rotationIntervalDays?: number;
  @Optional() @Flag() rotateAfterUse?: boolean;
  @Clearable() @ConnectorName() connector?: ConnectorName | null;
  @Optional() @ConnectorSettings() connectorSettings?: Settings;
  @Optional() @Flag() allowConcurrentCheckout?: boolean;
  @Optional() @MaxSessions() maxConcurrentSessions?: number;
}

export class GrantLine {
  @OneOf(['grant']) kind!: 'grant';
  @Name() vault!: string;
  @Optional() @Email() user?: string;
  @Optional() @Name() group?: string;
  @OneOf(LEVELS) level!: (typeof LEVELS)[number];
  @Optional() @UtcTime() expiresAt?: string;
}

/** One line of an import, as the contract writes it. */
export type ImportLine = VaultLine | HostLine | IdentityLine | GrantLine;

/** The form of a line by its `kind`. */
export const IMPORT_LINES: ReadonlyMap<unknown, Dto<ImportLine>> = new Map<unknown, Dto<ImportLine>>([
  ['vault', VaultLine],
  ['host', HostLine],
  ['identity', IdentityLine],
  ['grant', GrantLine],
]);
