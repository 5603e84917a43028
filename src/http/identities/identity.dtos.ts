import { ApiSchema } from '@nestjs/swagger';
import { OrganizationName, VaultName } from '../platform/naming/name-of';
import { Name } from '../platform/validation/common';
import { Flag } from '../platform/validation/flag';
import { Id } from '../platform/validation/id';
import { ListOf } from '../platform/validation/list-of';
import { Nested, nested } from '../platform/validation/nested';
import { OneOf } from '../platform/validation/one-of';
import { Clearable, Nullable, Optional } from '../platform/validation/optional';
import { ToldCount, ToldText } from '../platform/validation/told';
import { UtcTime } from '../platform/validation/utc-time';
import { AccessDto } from '../shared/access.dto';
import { ChangedPasswordPolicyDto, PasswordPolicyDto } from '../shared/password-policy.dto';
import { WarningDto, OptionalWarnings } from '../shared/warning.dto';
import { Credential, CREDENTIAL_TYPES, ProvenWhere, type CredentialType, type ProvenWord } from './credential.dtos';
import {
  ChangedConnectorSettings,
  ConnectorName,
  ConnectorSettings,
  HostIds,
  IntervalDays,
  MaxSessions,
  Username,
  type Settings,
} from './identity-fields';
import { STATES, type State } from './identity-filter.dto';
import { RotationSummaryDto } from './rotation-summary.dto';

const SCHEMES = ['v2', 'v1', 'plaintext'] as const;
type Scheme = (typeof SCHEMES)[number];

/** Who has a session open on an identity. */
@ApiSchema({ name: 'IdentityHolder' })
export class IdentityHolderDto {
  @Id() userId!: string;
  @ToldText() userEmail!: string;
  @UtcTime() since!: string;
  @UtcTime() until!: string;
  @Flag({ description: 'It is the caller who holds it.' }) own!: boolean;
}

@ApiSchema({ name: 'Identity' })
export class IdentityDto {
  @Id() id!: string;
  @Id() identityGroupId!: string;
  @VaultName() identityGroupName?: string;
  @Id() organizationId!: string;
  @OrganizationName() organizationName?: string;
  @Name() name!: string;
  @Username() username!: string;
  @OneOf(CREDENTIAL_TYPES) credentialType!: CredentialType;
  @OneOf(STATES) state!: State;
  @Optional() @IntervalDays() rotationIntervalDays?: number;
  @Flag() rotateAfterUse!: boolean;
  @HostIds() hostIds!: string[];
  @Optional() @ConnectorName() connector?: string;
  @Optional() @ConnectorSettings() connectorSettings?: Settings;
  @Optional() @Nested(() => PasswordPolicyDto) passwordPolicy?: PasswordPolicyDto;
  @Flag() allowConcurrentCheckout!: boolean;
  @MaxSessions() maxConcurrentSessions!: number;
  @ToldCount() activeSessions!: number;
  @ToldCount({ description: '0 while the account is being taken over.' }) credentialVersion!: number;
  @ProvenWhere() proven!: ProvenWord;
  @OneOf(SCHEMES, { description: 'How its values are sealed; `v1` as long as one of them is.' }) scheme!: Scheme;
  @Nested(() => RotationSummaryDto) rotation!: RotationSummaryDto;
  @Optional() @UtcTime() lastRotatedAt?: string;
  @Optional() @UtcTime() nextRotationAt?: string;
  @Nullable()
  @Nested(() => AccessDto, { description: 'What the caller may do with it; null: nothing but see it.' })
  access!: AccessDto | null;
  @Flag({ description: 'The caller has a session open on it.' }) heldByMe!: boolean;
  @Optional()
  @ListOf(nested(() => IdentityHolderDto), { description: 'Who holds it now, for those with access to its vault.' })
  holders?: IdentityHolderDto[];
  @UtcTime() createdAt!: string;
  @OptionalWarnings() warnings?: WarningDto[];
}

export class CreateIdentityDto {
  @Id() identityGroupId!: string;
  @Name() name!: string;
  @Username() username!: string;
  @Credential() credential!: string;
  @OneOf(CREDENTIAL_TYPES) credentialType!: CredentialType;
  @Optional() @IntervalDays() rotationIntervalDays?: number;
  @Clearable() @ConnectorName() connector?: ConnectorName | null;
  @Optional() @ConnectorSettings() connectorSettings?: Settings;
  @Optional() @Nested(() => PasswordPolicyDto) passwordPolicy?: PasswordPolicyDto;
  @Optional() @Flag() rotateAfterUse?: boolean;
  @Optional() @HostIds() hostIds?: string[];
  @Optional() @Flag() allowConcurrentCheckout?: boolean;
  @Optional() @MaxSessions() maxConcurrentSessions?: number;
}

export class ChangeIdentityDto {
  @Optional() @Name() name?: string;
  @Optional() @Username() username?: string;
  @Clearable() @IntervalDays() rotationIntervalDays?: number | null;
  @Clearable() @ConnectorName() connector?: ConnectorName | null;
  @Clearable() @ChangedConnectorSettings() connectorSettings?: Settings<null> | null;
  @Clearable()
  @Nested(() => ChangedPasswordPolicyDto, { description: "Its own, instead of its vault's; null: no longer." })
  passwordPolicy?: ChangedPasswordPolicyDto | null;
  @Clearable() @Flag() rotateAfterUse?: boolean | null;
  @Clearable() @HostIds() hostIds?: string[] | null;
  @Clearable() @Flag() allowConcurrentCheckout?: boolean | null;
  @Clearable() @MaxSessions() maxConcurrentSessions?: number | null;
}

export class DeleteQuery {
  @Optional() @Flag({ description: 'Destroys the values at once; owners only.' }) purge?: boolean;
}
