import type { AccountState } from '../../domain/accounts/state';
import type { HeldRecord, IdpGroupState, IdpUserState } from '../../domain/directory/state';
import type { ScimConnectionsState } from '../../domain/scim-connections/state';
import type { UserState } from '../../domain/users/state';
import { canonicalJson } from '../../kernel/facts/canonical-json';
import { untilRank, type Powers } from './power';

export const ofAccount = ({ owners, admins, roles, groupRoles, namedByTokens }: AccountState): Powers => [
  ...Object.entries(owners).flatMap(([id, { active, support }]): Powers => [
    [`owner:${id} active`, { rank: active ? 2 : 1, what: `user ${id} was switched off or ceased to be an owner` }],
    [`owner:${id} free`, { rank: support ? 1 : 2, what: `owner ${id} was marked as the vendor's support` }],
  ]),
  ...Object.keys(admins).map((id) => [`admin:${id}`, { rank: 1, what: `user ${id} ceased to be an admin` }] as const),
  ...Object.values(roles).flatMap(({ id, name, permissions }) =>
    permissions.map(
      (each) => [`role:${id} ${each}`, { rank: 1, what: `role ${name} was deleted or lost permissions` }] as const,
    ),
  ),
  ...Object.entries(namedByTokens).flatMap(([id, namedBy]) =>
    namedBy.map(
      (each) =>
        [
          `namedByToken:${id}:${canonicalJson(each)}`,
          { rank: 1, what: `tokens of ${each.issuer} no longer put their bearers into IDP group ${id}` },
        ] as const,
    ),
  ),
  ...Object.entries(groupRoles).flatMap(([id, { roles: given }]) =>
    given.map(
      ({ roleId, organizationId = 'everywhere' }) =>
        [
          `groupRole:${id}:${roleId}:${organizationId}`,
          { rank: 1, what: `role ${roleId} was taken from IDP group ${id}` },
        ] as const,
    ),
  ),
];

export const ofUser = (state: UserState): Powers => [
  ...(state.status === 'active' ? [['active', { rank: 1, what: 'the user was switched off' }] as const] : []),
  ...(state.support ? [] : [['free', { rank: 1, what: "the user was marked as the vendor's support" }] as const]),
  ...state.roles.map(
    ({ roleId, organizationId = 'everywhere' }) =>
      [`role:${roleId}:${organizationId}`, { rank: 1, what: `role ${roleId} was taken away` }] as const,
  ),
  ...state.signIns.map(
    ({ issuer, subject }) =>
      [`signIn:${JSON.stringify([issuer, subject])}`, { rank: 1, what: 'a sign-in of the user was removed' }] as const,
  ),
  ...state.tokens.map(
    ({ tokenId, name }) => [`token:${tokenId}`, { rank: 1, what: `token ${name} was revoked` }] as const,
  ),
  ...(state.linkedTo === undefined
    ? []
    : [
        [`link:${state.linkedTo}`, { rank: 1, what: `the link to IDP user ${state.linkedTo} was taken away` }] as const,
      ]),
];

const heldBy = ({ connectionId }: HeldRecord): Powers =>
  connectionId === undefined
    ? []
    : [[`holder:${connectionId}`, { rank: 1, what: `it was taken from SCIM connection ${connectionId}` }]];

export const ofIdpUser = (state: IdpUserState): Powers => [
  ...(state.status === 'active'
    ? [['active', { rank: 1, what: 'the IDP user was switched off or deleted' }] as const]
    : []),
  ...heldBy(state),
];

export const ofIdpGroup = ({ status, members, ...held }: IdpGroupState): Powers => [
  ...heldBy(held),
  ...(status === 'active' ? [['active', { rank: 1, what: 'the IDP group was deleted' }] as const] : []),
  ...[...members].map(
    (id) => [`member:${id}`, { rank: 1, what: `IDP user ${id} was taken out of the group` }] as const,
  ),
];

export const ofScimConnections = ({ connections }: ScimConnectionsState): Powers =>
  Object.values(connections).flatMap(({ connectionId, name, tokens }): Powers => [
    [`connection:${connectionId}`, { rank: 1, what: `SCIM connection ${name} was deleted` }],
    ...tokens.map(
      ({ tokenId, until }) =>
        [
          `token:${tokenId}`,
          { rank: untilRank(until), what: `a token of SCIM connection ${name} was revoked or replaced` },
        ] as const,
    ),
  ]);
