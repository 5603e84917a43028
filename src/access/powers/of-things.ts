import { compareLevels } from '../../domain/access-grants/decide';
import type { AccessGrantsState } from '../../domain/access-grants/state';
import type { HostState } from '../../domain/hosts/state';
import type { IdentityState } from '../../domain/identities/state';
import type { OrganizationState } from '../../domain/organizations/state';
import type { VaultState } from '../../domain/vaults/state';
import { settingsPower, untilRank, type Powers } from './power';

export const ofGrants = ({ grants }: AccessGrantsState): Powers =>
  Object.values(grants).flatMap(({ grantId, principalType, principalId, level, expiresAt }): Powers => {
    const what = `grant ${grantId} of ${principalType} ${principalId} was revoked, lowered or cut short`;
    return [
      [`grant:${grantId} level`, { rank: compareLevels(level, 'view_vault') + 1, what }],
      [`grant:${grantId} until`, { rank: untilRank(expiresAt), what }],
    ];
  });

export const ofHost = ({ status, tokens, agents }: HostState): Powers => [
  ...(status === 'active' ? [['active', { rank: 1, what: 'the host was deleted' }] as const] : []),
  ...agents.flatMap(({ agentId, status: is, signingKey }): Powers => [
    [`agent:${agentId} works`, { rank: is === 'active' ? 1 : 0, what: `agent ${agentId} was revoked or locked` }],
    [`agent:${agentId} key ${signingKey}`, { rank: 1, what: `the keys of agent ${agentId} were replaced` }],
  ]),
  ...tokens
    .filter(({ usedBy }) => usedBy === undefined)
    .map(({ tokenId }) => [`joinToken:${tokenId}`, { rank: 1, what: 'a join token was used up' }] as const),
];

const STATUS_RANK = { none: 0, destroyed: 0, deleted: 1, enrolling: 2, active: 2 } as const;

export const ofIdentity = (state: IdentityState): Powers => [
  ...state.sessions.map(
    ({ sessionId, expiresAt }) =>
      [`session:${sessionId}`, { rank: untilRank(expiresAt), what: `session ${sessionId} ended` }] as const,
  ),
  ['exists', { rank: STATUS_RANK[state.status], what: 'the identity was deleted' }],
  // Who knows the older value can use it again.
  ['value', { rank: -state.credentialVersion, what: 'its value was replaced by a newer one' }],
  ...(state.owed === undefined && state.rotation === undefined
    ? [['quiet', { rank: 1, what: 'a rotation was due or under way' }] as const]
    : []),
  settingsPower(state.settings, 'its settings were changed'),
];

export const ofVault = ({ status, createdAt: _, keysDestroyed: __, ...description }: VaultState): Powers => [
  ...(status === 'active' ? [['active', { rank: 1, what: 'the vault was deleted' }] as const] : []),
  settingsPower(description, 'its settings were changed'),
];

export const ofOrganization = ({ status, secretVersion, settings }: OrganizationState): Powers => [
  ...(status === 'active' ? [['active', { rank: 1, what: 'the organization was deleted' }] as const] : []),
  ['secret', { rank: -secretVersion, what: 'its secret was replaced' }],
  settingsPower(settings, 'its settings were changed'),
];
