import { NOW } from '../../test/support/streams/a-vault';
import { fact } from '../../test/support/streams/ground-of';
import { peopleOf, PLACES } from '../../test/support/streams/people';
import { together } from '../../test/support/streams/together';
import { viewOf, type Streams } from '../../test/support/streams/view-of';
import type { AccessLine, Obstacle } from './access-line';
import { machineReach } from './person-reach';

const linked = (idpUserId: string) => fact('user-linked', { userId: 'robot', idpUserId });
const robotWith = (...facts: Streams[string]): Streams =>
  together(peopleOf({ robot: { machine: true, here: ['pam_vaults.view'] }, idle: { machine: true } }, PLACES), {
    'user-robot': facts,
  });
const LINE: AccessLine = {
  organizationId: 'o',
  identityGroupId: 'v',
  identityGroupName: 'Servers',
  via: 'grant',
  grantId: 'a',
  level: 'checkout',
  idpUserId: 'p-ann',
  displayName: 'Ann',
  email: 'ann@x.org',
  userId: 'ann',
  can: 'checkout',
};
const reach = (streams: Streams, line: AccessLine = LINE, machine = 'robot') =>
  machineReach(viewOf(streams, NOW), line, machine);

test('a machine that is linked to the record uses the same access, under its own name', async () => {
  const { userId: _, displayName: __, email: ___, ...access } = LINE;
  expect(await reach(robotWith(linked('p-ann')))).toStrictEqual({
    ...access,
    email: '',
    displayName: 'robot',
    userId: 'robot',
    machine: true,
    can: 'checkout',
  });
});

test.each<[string, Streams, AccessLine?]>([
  ['by a link to another record', robotWith(linked('p-bob'))],
  [
    'by a link that was taken away',
    robotWith(linked('p-ann'), fact('user-unlinked', { userId: 'robot', idpUserId: 'p-ann' })),
  ],
  ['without a link', robotWith()],
  ['without a link, an owner’s, who has no record', robotWith(), { ...LINE, idpUserId: undefined } as never],
])('a machine reaches nothing of it %s', async (_, streams, line = LINE) => {
  expect(await reach(streams, line)).toBeUndefined();
});

test.each<[Obstacle, AccessLine['can'], Obstacle | undefined]>([
  ['GRANT_EXPIRED', 'nothing', 'GRANT_EXPIRED'],
  ['IDP_USER_INACTIVE', 'nothing', 'IDP_USER_INACTIVE'],
  ['NO_USER', 'checkout', undefined],
  ['USER_INACTIVE', 'checkout', undefined],
  ['PERMISSION_DENIED', 'checkout', undefined],
])('what stands in the way of the person, %s, and of the machine', async (its, can, obstacle) => {
  const told = await reach(robotWith(linked('p-ann')), { ...LINE, can: 'nothing', obstacle: its });
  expect([told?.can, told?.obstacle]).toEqual([can, obstacle]);
});

const off = fact('user-switched-off', { userId: 'robot' });
const noRoles = fact('user-roles-assigned', { userId: 'robot', roles: [] });
test.each<[string, Streams, Obstacle]>([
  ['it is switched off', robotWith(linked('p-ann'), off), 'USER_INACTIVE'],
  ['it has no role there', robotWith(linked('p-ann'), noRoles), 'PERMISSION_DENIED'],
])('what stands in the way of the machine alone: %s', async (_, streams, obstacle) => {
  expect(await reach(streams)).toMatchObject({ can: 'nothing', obstacle });
});

test.each<[AccessLine['level'], AccessLine['can']]>([
  ['view_vault', 'nothing'],
  ['view_credentials', 'reveal'],
  ['checkout', 'checkout'],
])('by a grant at %s it can: %s', async (level, can) => {
  const told = await reach(robotWith(linked('p-ann')), { ...LINE, level });
  expect(told).toMatchObject({ can });
  expect(told).not.toHaveProperty('obstacle');
});
