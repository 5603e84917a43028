import type { AccountState } from '../../domain/accounts/state';
import type { IdpGroupState, IdpUserState } from '../../domain/directory/state';
import type { UserState } from '../../domain/users/state';
import type { Powers } from './power';

export const ofAccount = ({ owners, admins, roles }: AccountState): Powers => [
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

export const ofIdpUser = ({ status }: IdpUserState): Powers =>
  status === 'active' ? [['active', { rank: 1, what: 'the IDP user was switched off or deleted' }]] : [];

export const ofIdpGroup = ({ status, members }: IdpGroupState): Powers => [
  ...(status === 'active' ? [['active', { rank: 1, what: 'the IDP group was deleted' }] as const] : []),
  ...[...members].map(
    (id) => [`member:${id}`, { rank: 1, what: `IDP user ${id} was taken out of the group` }] as const,
  ),
];
