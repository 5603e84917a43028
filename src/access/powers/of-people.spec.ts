import { fact } from '../../../test/support/streams/ground-of';
import type { Streams } from '../../../test/support/streams/view-of';
import { grow } from '../../kernel/fold';
import { POWERS_OF } from './powers-of';

const told = (category: string, facts: Streams[string]) => {
  const giving = POWERS_OF.get(category);
  if (giving === undefined) throw new Error(`${category} gives nothing`);
  return giving
    .powers(grow(giving.fold, giving.fold.initial as never, facts))
    .map(([key, { rank, what }]) => [key, rank, what]);
};
const owner = (noun: string) => fact(noun, { userId: 'u' });
const role = (noun: string, ...permissions: readonly string[]) => fact(noun, { roleId: 'r', name: 'Ops', permissions });
const off = 'user u was switched off or ceased to be an owner';
const marked = "owner u was marked as the vendor's support";

test.each<[string, Streams[string], readonly unknown[]]>([
  [
    'an owner',
    [owner('owner-added')],
    [
      ['owner:u active', 2, off],
      ['owner:u free', 2, marked],
    ],
  ],
  [
    'an owner who is switched off',
    [owner('owner-added'), owner('owner-suspended')],
    [
      ['owner:u active', 1, off],
      ['owner:u free', 2, marked],
    ],
  ],
  [
    'an owner who is support',
    [owner('owner-added'), owner('owner-marked-as-support')],
    [
      ['owner:u active', 2, off],
      ['owner:u free', 1, marked],
    ],
  ],
  ['an admin', [owner('admin-added')], [['admin:u', 1, 'user u ceased to be an admin']]],
  [
    'a role, each of its permissions',
    [role('role-created', 'pam_vaults.view', 'pam_audit.read')],
    [
      ['role:r pam_vaults.view', 1, 'role Ops was deleted or lost permissions'],
      ['role:r pam_audit.read', 1, 'role Ops was deleted or lost permissions'],
    ],
  ],
  [
    'the names by which tokens mean a group',
    [fact('idp-group-tokens-listed', { idpGroupId: 'g', namedBy: [{ issuer: 'https://i', name: 'ops' }] })],
    [
      [
        'namedByToken:g:{"issuer":"https://i","name":"ops"}',
        1,
        'tokens of https://i no longer put their bearers into IDP group g',
      ],
    ],
  ],
  [
    'the roles of a group',
    [
      fact('idp-group-roles-assigned', {
        idpGroupId: 'g',
        roles: [{ roleId: 'r' }, { roleId: 'r', organizationId: 'o' }],
      }),
    ],
    [
      ['groupRole:g:r:everywhere', 1, 'role r was taken from IDP group g'],
      ['groupRole:g:r:o', 1, 'role r was taken from IDP group g'],
    ],
  ],
])('what the account gives: %s', (_, facts, powers) => {
  expect(told('account', facts)).toEqual(powers);
});

const made = (support = false) => fact('user-created', { userId: 'u', email: 'u@x.org', support });
const active = ['active', 1, 'the user was switched off'];
const free = ['free', 1, "the user was marked as the vendor's support"];
const token = { userId: 'u', tokenId: 't', name: 'ci', hash: '#', createdAt: '1', createdBy: 'b', expiresAt: '2' };
test.each<[string, Streams[string], readonly unknown[]]>([
  ['that the user is there', [made()], [active, free]],
  ['that the user is support', [made(true)], [active]],
  ['that the user is switched off', [made(), fact('user-switched-off', { userId: 'u' })], [free]],
  [
    'roles, for all organizations and for one',
    [
      made(),
      fact('user-roles-assigned', { userId: 'u', roles: [{ roleId: 'r' }, { roleId: 's', organizationId: 'o' }] }),
    ],
    [active, free, ['role:r:everywhere', 1, 'role r was taken away'], ['role:s:o', 1, 'role s was taken away']],
  ],
  [
    'a sign-in',
    [made(), fact('user-pinned', { userId: 'u', issuer: 'https://i', subject: 's' })],
    [active, free, ['signIn:["https://i","s"]', 1, 'a sign-in of the user was removed']],
  ],
  ['a token', [made(), fact('token-made', token)], [active, free, ['token:t', 1, 'token ci was revoked']]],
  [
    'a link',
    [made(), fact('user-linked', { userId: 'u', idpUserId: 'p' })],
    [active, free, ['link:p', 1, 'the link to IDP user p was taken away']],
  ],
])('what a user’s stream gives: %s', (_, facts, powers) => {
  expect(told('user', facts)).toEqual(powers);
});
