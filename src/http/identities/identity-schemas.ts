import { Type, type Static } from '@sinclair/typebox';
import { AccessView } from '../schema/access-view';
import { clearable, Flag, Id, input, Name, oneOf, paging, Timestamp, Word } from '../schema/fields';
import { PasswordPolicy } from '../schema/password-policy';
import { ProvenWhere } from '../schema/proven';
import { Warnings } from '../schema/warnings';
import { label, line } from '../schema/text';
import { Credential } from './credential-schemas';

export const CredentialType = oneOf('password', 'ssh_key', 'api_key', 'certificate', 'other');
const Username = label({ max: 200 });
const Connector = oneOf('linux-password', 'ssh-authorized-keys', 'postgresql', 'mysql', 'redis', 'ldap');
const SettingName = Type.String({ pattern: '^[A-Za-z]{1,40}$' });
const SettingValue = [line({ max: 200 }), Type.Integer({ minimum: 0, maximum: 1_000_000 })];
const SETTINGS = {
  maxProperties: 10,
  additionalProperties: false,
  description: 'What the connector needs to find the account on the host, such as port or database.',
};
const ConnectorSettings = Type.Record(SettingName, Type.Union(SettingValue), SETTINGS);
const ChangedConnectorSettings = Type.Record(SettingName, Type.Union([...SettingValue, Type.Null()]), SETTINGS);
const HostIds = Type.Array(Id, { maxItems: 100, uniqueItems: true });
const IntervalDays = Type.Integer({ minimum: 1, maximum: 3650, description: 'Days between automatic rotations.' });
const MaxSessions = Type.Integer({ minimum: 1, maximum: 1000 });

const HostIdsOnly = Type.Array(Id);
const RotationOnHosts = Type.Object({
  confirmed: HostIdsOnly,
  notChanged: HostIdsOnly,
  unverified: HostIdsOnly,
  expired: HostIdsOnly,
});

export const Identity = Type.Object(
  {
    id: Id,
    identityGroupId: Id,
    organizationId: Id,
    name: Name,
    username: Username,
    credentialType: CredentialType,
    state: oneOf('enrolling', 'active', 'deleted'),
    rotationIntervalDays: Type.Optional(IntervalDays),
    rotateAfterUse: Flag,
    hostIds: HostIds,
    connector: Type.Optional(Connector),
    connectorSettings: Type.Optional(ConnectorSettings),
    passwordPolicy: Type.Optional(PasswordPolicy),
    allowConcurrentCheckout: Flag,
    maxConcurrentSessions: MaxSessions,
    activeSessions: Type.Integer({ minimum: 0 }),
    credentialVersion: Type.Integer({ minimum: 0, description: '0 while the account is being taken over.' }),
    proven: ProvenWhere,
    rotation: Type.Object({
      status: oneOf('none', 'pending', 'confirmed', 'failed', 'suspended'),
      vaultOnly: Type.Optional(Flag),
      detail: Type.Optional(
        Type.Union([Type.String(), RotationOnHosts], {
          description: 'How it stands, where it was to be done on hosts by host.',
        }),
      ),
    }),
    lastRotatedAt: Type.Optional(Timestamp),
    nextRotationAt: Type.Optional(Timestamp),
    access: AccessView,
    createdAt: Timestamp,
    warnings: Warnings,
  },
  { title: 'Identity' },
);

export const CreateIdentityBody = input({
  identityGroupId: Id,
  name: Name,
  username: Username,
  credential: Credential,
  credentialType: CredentialType,
  rotationIntervalDays: Type.Optional(IntervalDays),
  connector: Type.Optional(clearable(Connector)),
  connectorSettings: Type.Optional(ConnectorSettings),
  passwordPolicy: Type.Optional(PasswordPolicy),
  rotateAfterUse: Type.Optional(Flag),
  hostIds: Type.Optional(HostIds),
  allowConcurrentCheckout: Type.Optional(Flag),
  maxConcurrentSessions: Type.Optional(MaxSessions),
});
export type CreateIdentityBody = Static<typeof CreateIdentityBody>;

export const ChangeIdentityBody = input({
  name: Type.Optional(Name),
  username: Type.Optional(Username),
  rotationIntervalDays: Type.Optional(clearable(IntervalDays)),
  connector: Type.Optional(clearable(Connector)),
  connectorSettings: Type.Optional(clearable(ChangedConnectorSettings)),
  passwordPolicy: Type.Optional(clearable(PasswordPolicy)),
  rotateAfterUse: Type.Optional(clearable(Flag)),
  hostIds: Type.Optional(clearable(HostIds)),
  allowConcurrentCheckout: Type.Optional(clearable(Flag)),
  maxConcurrentSessions: Type.Optional(clearable(MaxSessions)),
});
export type ChangeIdentityBody = Static<typeof ChangeIdentityBody>;

export const IdentityQuery = input({
  identityGroupId: Type.Optional(Id),
  organizationId: Type.Optional(Id),
  hostId: Type.Optional(Id),
  state: Type.Optional(oneOf('enrolling', 'active', 'deleted')),
  q: Type.Optional(Word),
  ...paging,
});
export type IdentityQuery = Static<typeof IdentityQuery>;

export const DeleteQuery = input({
  purge: Type.Optional(Type.Boolean({ description: 'Destroys the values at once; owners only.' })),
});
export type DeleteQuery = Static<typeof DeleteQuery>;
