import { grow } from '../../kernel/fold';
import { closeOrganization, releaseFromOrganization, reserveInOrganization } from './decide';
import type { OrganizationMembersEvent } from './events';
import { organizationMembers, type OrganizationMembersState } from './state';

const vault = { organizationId: 'o', kind: 'vault' as const, memberId: 'v' };
const reserved: OrganizationMembersEvent = { type: 'keyledger.organization-member-reserved.v1', data: vault };
const released: OrganizationMembersEvent = { type: 'keyledger.organization-member-released.v1', data: vault };
const closed: OrganizationMembersEvent = {
  type: 'keyledger.organization-members-closed.v1',
  data: { organizationId: 'o' },
};

type When = (state: OrganizationMembersState) => unknown;
const given = (events: readonly OrganizationMembersEvent[]) =>
  grow(organizationMembers, organizationMembers.initial, events);

test.each<[string, readonly OrganizationMembersEvent[], When, readonly OrganizationMembersEvent[]]>([
  ['a place is taken', [], (s) => reserveInOrganization(s, vault), [reserved]],
  ['once', [reserved], (s) => reserveInOrganization(s, vault), []],
  ['and given back', [reserved], (s) => releaseFromOrganization(s, vault), [released]],
  ['only if it was taken', [], (s) => releaseFromOrganization(s, vault), []],
  ['an empty organization closes', [reserved, released], (s) => closeOrganization(s, 'o'), [closed]],
  ['once', [closed], (s) => closeOrganization(s, 'o'), []],
])('%s', (_, events, when, then) => {
  expect(when(given(events))).toEqual(then);
});

test.each<[string, readonly OrganizationMembersEvent[], When, string]>([
  ['a place in a closed organization', [closed], (s) => reserveInOrganization(s, vault), 'NOT_FOUND'],
  ['closing with something in it', [reserved], (s) => closeOrganization(s, 'o'), 'ORGANIZATION_NOT_EMPTY'],
])('refused: %s', (_, events, when, code) => {
  expect(when(given(events))).toMatchObject({ refused: true, code });
});
