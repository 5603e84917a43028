import { fact } from '../../test/support/streams/ground-of';
import { peopleOf, PLACES } from '../../test/support/streams/people';
import { groupDeleted, groupOf, recordOf } from '../../test/support/streams/reach';
import { rightsOf } from '../../test/support/streams/rights-of';
import { together } from '../../test/support/streams/together';
import { viewOf, type Streams } from '../../test/support/streams/view-of';
import { rolesByGroupOf, toldByGroup, toldGroupRoles } from './told-group-roles';
import { toldTokenNames } from './told-token-names';

const role = (roleId: string) =>
  fact('role-created', { roleId, name: `Role ${roleId}`, permissions: ['pam_vaults.view'] });
const assigned = fact('idp-group-roles-assigned', {
  idpGroupId: 'g',
  roles: [
    { roleId: 'r' },
    { roleId: 'r', organizationId: 'o' },
    { roleId: 'x', organizationId: 'p' },
    { roleId: 'former' },
  ],
});
const listed = fact('idp-group-tokens-listed', { idpGroupId: 'g', namedBy: [{ issuer: 'https://i', name: 'ops' }] });
const STREAMS: Streams = together(
  peopleOf({ olga: { owner: true }, hal: { here: ['accounts.manage'] }, ann: {}, robot: { machine: true } }, PLACES),
  recordOf('ann'),
  groupOf('g', ['ann']),
  groupOf('bare', []),
  groupOf('gone', ['ann'], groupDeleted('gone')),
  { account: [role('r'), role('x'), assigned, listed] },
);
const all = [
  { roleId: 'r', roleName: 'Role r' },
  { roleId: 'r', roleName: 'Role r', organizationId: 'o', organizationName: 'Acme' },
  { roleId: 'x', roleName: 'Role x', organizationId: 'p', organizationName: 'Acme' },
];
const [everywhere, here] = all;

test.each<[string, string, readonly unknown[] | undefined]>([
  ['olga', 'g', all],
  ['hal', 'g', [everywhere, here]],
  ['olga', 'bare', []],
  ['olga', 'gone', undefined],
  ['olga', 'x', undefined],
])(
  'the roles of a group, as %s may see them: those that are there, where the caller sees: %s',
  async (who, group, roles) => {
    const told = await toldGroupRoles(viewOf(STREAMS), await rightsOf(STREAMS, who), group);
    expect(told?.roles).toEqual(roles);
  },
);

test('with them goes the number that a change must name, none yet where none was given', async () => {
  const caller = await rightsOf(STREAMS, 'olga');
  const revision = async (streams: Streams, group: string) =>
    (await toldGroupRoles(viewOf(streams), caller, group))?.revision;
  const again = together(STREAMS, { account: [assigned] });
  expect(await revision(STREAMS, 'bare')).toBe(0);
  expect(await revision(again, 'g')).toBeGreaterThan((await revision(STREAMS, 'g')) ?? Infinity);
});

const byG = { idpGroupId: 'g', idpGroupName: 'group g' };
test.each<[string, string, readonly unknown[]]>([
  [
    'olga',
    'ann',
    [
      { roleId: 'r', ...byG },
      { roleId: 'r', organizationId: 'o', ...byG },
      { roleId: 'x', organizationId: 'p', ...byG },
    ],
  ],
  [
    'hal',
    'ann',
    [
      { roleId: 'r', ...byG },
      { roleId: 'r', organizationId: 'o', ...byG },
    ],
  ],
  ['olga', 'hal', []],
  ['olga', 'robot', []],
  ['olga', 'nobody', []],
])('what %s may see of the roles that %s has by groups', async (who, userId, roles) => {
  expect(await rolesByGroupOf(viewOf(STREAMS), await rightsOf(STREAMS, who), userId)).toEqual(roles);
});

test('a role of one’s own is not told as a group’s', async () => {
  const byGroup = { idpGroupId: 'g', name: 'group g', idpUserId: 'p-ann' };
  const held = [{ roleId: 'r' }, { roleId: 'r', byGroup }];
  expect(toldByGroup(await rightsOf(STREAMS, 'olga'), held)).toEqual([{ roleId: 'r', ...byG }]);
});

test.each<[string, string, unknown]>([
  ['that has some', 'g', [{ issuer: 'https://i', name: 'ops' }]],
  ['that has none', 'bare', []],
  ['that is deleted', 'gone', undefined],
  ['that is not there', 'x', undefined],
])('by which names tokens mean a group: one %s', async (_, group, names) => {
  expect((await toldTokenNames(viewOf(STREAMS), group))?.names).toEqual(names);
});
