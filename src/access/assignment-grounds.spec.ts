import { fact } from '../../test/support/streams/ground-of';
import { logOf, stood, type Stood } from '../../test/support/streams/log-of';
import { groupOf, recordChanged, recordOf } from '../../test/support/streams/reach';
import { assignmentGrounds } from './assignment-grounds';
import { decidingFact } from './deciding-fact';

const account = (noun: string, data: object): Stood => ['account', fact(noun, data)];
const role = (noun: string, ...permissions: readonly string[]) =>
  account(noun, { roleId: 'r', name: 'Viewer', permissions });
const LOG: readonly Stood[] = [
  ['user-ann', fact('user-created', { userId: 'ann', email: 'ann@x.org', support: false })],
  role('role-created', 'pam_vaults.view'),
  ...stood(recordOf('ann')),
  ...stood(groupOf('g', ['ann', 'bob'])),
];
const roles = (idpGroupId: string, organizationId: string) =>
  account('idp-group-roles-assigned', { idpGroupId, roles: [{ roleId: 'r', organizationId }] });
const byGroup = { idpGroupId: 'g', name: 'group g', idpUserId: 'p-ann' };
const rights = {
  userId: 'ann',
  assignments: [],
  searched: { idpUserId: 'p-ann', idpGroupIds: ['g'] },
} as unknown as Parameters<typeof assignmentGrounds>[0];
test.each<[string, Parameters<typeof assignmentGrounds>[2], readonly Stood[], number]>([
  ['the group was given its role', { roleId: 'r', organizationId: 'o', byGroup }, [...LOG, roles('g', 'o')], 7],
  [
    'another group was, or elsewhere',
    { roleId: 'r', organizationId: 'o', byGroup },
    [roles('g', 'o'), ...LOG, roles('x', 'o')],
    6,
  ],
  [
    'the record was switched off',
    { roleId: 'r', organizationId: 'o', byGroup },
    [...LOG, ['directory-p-ann', recordChanged('ann', false)]],
    7,
  ],
  [
    'their own role was changed',
    { roleId: 'r', organizationId: 'o' },
    [...LOG, roles('g', 'o'), role('role-changed')],
    8,
  ],
  ['what none of the groups looked at gives', undefined, [...LOG, roles('g', 'o')], 7],
])('what decided that somebody has a role: %s', async (_, through, log, place) => {
  const assignments = through === undefined ? [] : [through];
  const { view, reader } = logOf(log);
  const decided = await decidingFact(view, reader, assignmentGrounds({ ...rights, assignments }, 'o', through));
  const places = log.flatMap(([each], n) => (each === decided?.fact.stream ? [n] : []));
  expect(places[decided?.fact.revision ?? -1]).toBe(place);
});
