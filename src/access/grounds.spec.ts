import { subject } from '../../test/support/streams/a-held-identity';
import { LATER } from '../../test/support/streams/a-vault';
import { fact } from '../../test/support/streams/ground-of';
import { logOf, stood, type Stood } from '../../test/support/streams/log-of';
import {
  grant,
  groupDeleted,
  groupOf,
  guardedBy,
  letInto,
  recordChanged,
  recordOf,
  SECRET,
} from '../../test/support/streams/reach';
import { digest, type Streams } from '../../test/support/streams/view-of';
import type { Ground } from '../kernel/ground';
import { decidingFact } from './deciding-fact';
import * as grounds from './grounds';

const account = (noun: string, data: object): Stood => ['account', fact(noun, data)];
const ann = (noun: string, data: object): Stood => ['user-ann', fact(noun, { userId: 'ann', ...data })];
const made = ann('user-created', { email: 'ann@x.org', support: false });
const role = (noun: string, roleId: string, ...permissions: readonly string[]) =>
  account(noun, { roleId, name: roleId, permissions });
const named = (idpGroupId: string, ...names: readonly string[]) =>
  account('idp-group-tokens-listed', { idpGroupId, namedBy: names.map((name) => ({ issuer: 'i', name })) });
const given = (...[id, to, more]: Parameters<typeof grant>): Stood => ['vaultAccess-v', grant(id, to, more)];
const revoked = (...[id, to]: Parameters<typeof grant>): Stood => [
  'vaultAccess-v',
  { ...grant(id, to), type: 'keyledger.grant-revoked.v1' },
];
const [windowO, windowP] = [letInto('o'), letInto('p')].map((each): Stood => ['supportAccess', each]) as [Stood, Stood];
const vault = (...facts: Streams[string]): readonly Stood[] => facts.map((each): Stood => ['vault-v', each]);
const vaultMade = fact('vault-created', { identityGroupId: 'v', organizationId: 'o', name: 'Servers' });
const policy = guardedBy(1, ['bob'])['vault-v'] ?? [];
const organizationMade: Stood = [
  'organization-o',
  fact('organization-created', { organizationId: 'o', name: 'Acme', settings: {} }),
];
const records: readonly Stood[] = [...stood(recordOf('ann')), ['directory-p-ann', recordChanged('ann', false)]];
const members = stood(groupOf('g', ['ann', 'bob']));
const ID = { userId: 'ann', email: 'ann@x.org' } as const;

/** What was looked at, the log, and the place in it of the fact that decided. */
const TABLE: readonly (readonly [string, readonly Ground[], readonly Stood[], number | undefined])[] = [
  [
    'that a user is active',
    [grounds.userGround('ann')],
    [made, ann('user-marked-as-support', {}), ann('user-switched-off', {})],
    2,
  ],
  [
    'the kind of a user',
    [grounds.kindGround('ann')],
    [made, ann('user-marked-as-support', {}), ann('user-switched-off', {})],
    1,
  ],
  [
    'an owner',
    [grounds.ownerGround('ann')],
    [account('owner-added', { userId: 'ann' }), account('owner-added', { userId: 'bob' })],
    0,
  ],
  [
    'an owner who is switched off',
    [grounds.ownerGround('ann')],
    [account('owner-added', { userId: 'ann' }), account('owner-suspended', { userId: 'ann' })],
    1,
  ],
  [
    'an admin',
    [grounds.adminGround('ann')],
    [account('admin-added', { userId: 'ann' }), account('admin-added', { userId: 'bob' })],
    0,
  ],
  [
    'an admin who was one',
    [grounds.adminGround('ann')],
    [account('admin-added', { userId: 'ann' }), account('admin-removed', { userId: 'ann' })],
    1,
  ],
  [
    'assignments, by what they are here',
    [grounds.assignmentsGround('ann', 'o')],
    [
      made,
      ann('user-roles-assigned', { roles: [{ roleId: 'r', organizationId: 'o' }] }),
      ann('user-roles-assigned', {
        roles: [
          { roleId: 'r', organizationId: 'o' },
          { roleId: 'r', organizationId: 'p' },
        ],
      }),
    ],
    1,
  ],
  [
    'assignments, those for all organizations among them',
    [grounds.assignmentsGround('ann', 'o')],
    [made, ann('user-roles-assigned', { roles: [] }), ann('user-roles-assigned', { roles: [{ roleId: 'r' }] })],
    2,
  ],
  [
    'what roles hold, those assigned here alone',
    [
      grounds.rolesGround(
        [
          { roleId: 'r', organizationId: 'o' },
          { roleId: 'x', organizationId: 'p' },
        ],
        'o',
      ),
    ],
    [
      role('role-created', 'r', 'pam_vaults.view'),
      role('role-created', 'x', 'pam_vaults.view'),
      role('role-changed', 'x'),
    ],
    0,
  ],
  [
    'what roles hold for all',
    [grounds.rolesGround([{ roleId: 'r' }], 'o')],
    [role('role-created', 'r', 'pam_vaults.view'), role('role-changed', 'r')],
    1,
  ],
  ['support', [grounds.supportGround('o')], [windowO, windowP], 0],
  [
    'support, when its end is another',
    [grounds.supportGround('o')],
    [
      windowO,
      [
        'supportAccess',
        fact('support-access-changed', {
          organizationId: 'o',
          windowId: 'window-o',
          reason: 'longer',
          expiresAt: LATER,
          changedBy: 'b',
          changedAt: LATER,
        }),
      ],
    ],
    1,
  ],
  ['support, never let in', [grounds.supportGround('o')], [windowP], undefined],
  ['the record of a person', grounds.mappingGrounds(digest, ID, 'p-ann'), records, 2],
  ['no record of a person, by who claimed the e-mail', grounds.mappingGrounds(digest, ID, undefined), records, 1],
  [
    'the link of a machine',
    grounds.mappingGrounds(digest, { ...ID, machine: true }, undefined),
    [...records, ann('user-linked', { idpUserId: 'p' })],
    3,
  ],
  [
    'the directory, of who has no e-mail',
    grounds.mappingGrounds(digest, { userId: 'ann', email: '' }, undefined),
    [made, ...records],
    undefined,
  ],
  ['who is in a group', [grounds.membershipGround('g', 'p-ann')], members, 1],
  [
    'a group that is deleted',
    [grounds.membershipGround('g', 'p-ann')],
    [...members, ['directoryGroup-g', groupDeleted('g')]],
    3,
  ],
  ['by which names tokens mean a group', [grounds.namedByGround('g')], [named('g', 'ops'), named('h', 'ops')], 0],
  ['a grant', [grounds.grantGround('v', 'a')], [given('a', { user: 'ann' }), given('b', { user: 'ann' })], 0],
  [
    'a grant that was revoked',
    [grounds.grantGround('v', 'a')],
    [given('a', { user: 'ann' }), revoked('a', { user: 'ann' })],
    1,
  ],
  [
    'no grant of somebody, who never had one',
    [grounds.ownGrantsGround('v', 'p-ann')],
    [given('a', { user: 'bob' })],
    undefined,
  ],
  [
    'no grant of somebody, whose own was revoked',
    [grounds.ownGrantsGround('v', 'p-ann')],
    [given('a', { user: 'ann' }), revoked('a', { user: 'ann' }), given('b', { user: 'bob' })],
    1,
  ],
  [
    'no grant of somebody, whose group had one',
    [grounds.ownGrantsGround('v', 'p-ann')],
    [...members, given('a', { group: 'g' }), revoked('a', { group: 'g' }), given('b', { group: 'x' })],
    4,
  ],
  ['what approval a vault asks for', [grounds.approvalPolicyGround('v')], vault(vaultMade, ...policy, ...policy), 1],
  [
    'a vault that is deleted',
    [grounds.approvalPolicyGround('v')],
    vault(vaultMade, ...policy, fact('vault-deleted', { identityGroupId: 'v', organizationId: 'o' })),
    2,
  ],
  [
    'the secret of an organization',
    [grounds.secretGround('o')],
    [organizationMade, ...stood(SECRET), ['organization-o', fact('organization-deleted', subject)]],
    1,
  ],
];

test.each(TABLE)('what decided %s', async (_, on, log, place) => {
  const { view, reader } = logOf(log);
  const decided = await decidingFact(view, reader, on);
  const [stream, revision] = [decided?.fact.stream, decided?.fact.revision];
  const places = log.flatMap(([each], n) => (each === stream ? [n] : []));
  expect(revision === undefined ? undefined : places[revision]).toBe(place);
});
