import { EARLIER, NOW } from '../../../test/support/streams/a-vault';
import { fact, Ground, type Told } from '../../../test/support/streams/ground-of';
import { peopleOf, PLACES } from '../../../test/support/streams/people';
import { digest } from '../../../test/support/streams/view-of';
import type { VaultDescription } from '../../domain/vaults/events';
import { plusDays } from '../../kernel/time';
import type { Patch } from '../deciding/merge';
import { Membership } from '../organizations/membership';
import { ChangeVault, ChangeVaultHandler } from './change-vault';
import { CreateVault, CreateVaultHandler } from './create-vault';
import { DeleteVault, DeleteVaultHandler } from './delete-vault';
import { DestroyVaultKeys, DestroyVaultKeysHandler } from './destroy-vault-keys';
import { JudgeApprovalPolicy } from './judge-approval-policy';

const STREAMS = peopleOf(
  {
    owner: { owner: true },
    manager: { here: ['pam_vaults.manage'] },
    viewer: { here: ['pam_vaults.view'] },
    stranger: {},
  },
  PLACES,
);
const weak = { length: 8, classes: [{ chars: 'ab', min: 0 }] };
const strong = { length: 64, classes: [{ chars: 'abcdefgh', min: 0 }] };
const vault = { organizationId: 'o', identityGroupId: 'v' };
const member = { organizationId: 'o', kind: 'vault', memberId: 'new1' };

const create = (who: string, description: VaultDescription, organizationId = 'o', more = {}) => {
  const ground = new Ground({ ...STREAMS, ...more });
  const { deciding, recording, refusals } = ground;
  const handler = new CreateVaultHandler(
    deciding,
    recording,
    refusals,
    new Membership(deciding),
    new JudgeApprovalPolicy(digest),
  );
  return ground.when(() => handler.execute(new CreateVault(ground.as(who), organizationId, description)));
};

test.each<[string, VaultDescription]>([
  ['with a name', { name: 'New' }],
  ['with all that can be said', { name: 'New', description: 'Of ours', passwordPolicy: strong }],
])('a vault is made %s: its place in the organization first', async (_, description) => {
  const data = { ...description, identityGroupId: 'new1', organizationId: 'o', createdAt: NOW };
  expect(await create('manager', description)).toEqual({
    answer: { id: 'new1', position: '0002' },
    facts: [
      ['organizationMembers-o', 'organization-member-reserved', member],
      ['vault-new1', 'vault-created', data],
    ],
  });
});

test.each<[string, string, VaultDescription, string, string, readonly string[]]>([
  ['by who only looks', 'viewer', { name: 'N' }, 'o', 'PERMISSION_DENIED', ['denied-o']],
  ['by who sees nothing there', 'stranger', { name: 'N' }, 'o', 'NOT_FOUND', ['denied-o']],
  ['in another organization', 'manager', { name: 'N' }, 'p', 'NOT_FOUND', ['denied-p']],
  ['in an organization there is not', 'owner', { name: 'N' }, 'x', 'NOT_FOUND', []],
  [
    'with a weak policy',
    'owner',
    { name: 'N', passwordPolicy: weak },
    'o',
    'PASSWORD_POLICY_UNSATISFIABLE',
    ['denied-o'],
  ],
])('no vault is made %s', async (_, who, description, organizationId, code, told) => {
  const { refused, facts } = await create(who, description, organizationId);
  expect([refused, facts.map(([stream]) => stream)]).toEqual([code, told]);
  expect(facts.map(([, noun, data]) => [noun, data])).toEqual(
    told.map(() => ['vault-create-refused', { organizationId, name: 'N', code }]),
  );
});

test('no vault is made in an organization that is about to be deleted, and the refusal is told', async () => {
  const closed = [fact('organization-members-closed', { organizationId: 'o' })];
  expect(await create('owner', { name: 'N' }, 'o', { 'organizationMembers-o': closed })).toMatchObject({
    refused: 'NOT_FOUND',
    facts: [['denied-o', 'vault-create-refused', { organizationId: 'o', name: 'N', code: 'NOT_FOUND' }]],
  });
});

const change = (who: string, patch: Patch<VaultDescription>, ifMatch?: number, vaultId = 'v') => {
  const first = fact('vault-created', {
    ...vault,
    name: 'V',
    description: 'Old',
    passwordPolicy: strong,
    createdAt: EARLIER,
  });
  const ground = new Ground({ ...STREAMS, 'vault-v': [first] });
  const handler = new ChangeVaultHandler(ground.deciding, new JudgeApprovalPolicy(digest));
  return ground.when(() => handler.execute(new ChangeVault(ground.as(who), vaultId, patch, ifMatch)));
};

test.each<[string, Patch<VaultDescription>, object]>([
  ['a name', { name: 'W' }, { name: 'W', description: 'Old', passwordPolicy: strong }],
  ['a description', { description: 'New' }, { name: 'V', description: 'New', passwordPolicy: strong }],
  ['no description', { description: null }, { name: 'V', passwordPolicy: strong }],
  ['no policy', { passwordPolicy: null }, { name: 'V', description: 'Old' }],
])('a vault is given %s', async (_, patch, data) => {
  expect(await change('manager', patch, 0)).toEqual({
    answer: { id: 'v', position: '0001' },
    facts: [['vault-v', 'vault-changed', { ...vault, ...data }]],
  });
});

test.each<[string, string, Patch<VaultDescription>, string, number | undefined]>([
  ['by who only looks', 'viewer', { name: 'W' }, 'PERMISSION_DENIED', undefined],
  ['to what is too weak', 'manager', { passwordPolicy: weak }, 'PASSWORD_POLICY_UNSATISFIABLE', 0],
  ['as it was', 'manager', { name: 'W' }, 'PRECONDITION_FAILED', 1],
])('no vault is changed %s', async (_, who, patch, code, ifMatch) => {
  const told: Told = ['denied-o', 'vault-change-refused', { ...vault, code }];
  expect(await change(who, patch, ifMatch)).toMatchObject({ refused: code, facts: [told] });
});

test('to change what is not there makes no fact', async () => {
  expect(await change('owner', { name: 'W' }, undefined, 'x')).toMatchObject({ refused: 'NOT_FOUND', facts: [] });
  expect(await change('manager', {}, 0)).toEqual({ answer: { id: 'v', position: '0000' }, facts: [] });
});

const remove = (who: string, more = {}, ifMatch?: number) => {
  const ground = new Ground({ ...STREAMS, ...more });
  const handler = new DeleteVaultHandler(ground.deciding, new Membership(ground.deciding));
  return ground.when(() => handler.execute(new DeleteVault(ground.as(who), 'v', ifMatch)));
};

test('a vault is closed, then deleted, then its place is given back', async () => {
  expect(await remove('manager', {}, 0)).toEqual({
    answer: { id: 'v', position: '0002' },
    facts: [
      ['vaultMembers-v', 'vault-members-closed', vault],
      ['vault-v', 'vault-deleted', vault],
      ['organizationMembers-o', 'organization-member-released', { ...member, memberId: 'v' }],
    ],
  });
});

test('who was stopped after it was closed goes on when coming again', async () => {
  const closed = [fact('vault-members-closed', vault)];
  const { facts } = await remove('manager', { 'vaultMembers-v': closed });
  expect(facts.map(([, noun]) => noun)).toEqual(['vault-deleted', 'organization-member-released']);
});

test.each<[string, string, object, string, number | undefined]>([
  ['by who only looks', 'viewer', {}, 'PERMISSION_DENIED', undefined],
  ['as it was', 'manager', {}, 'PRECONDITION_FAILED', 1],
  [
    'with an identity in it',
    'manager',
    { 'vaultMembers-v': [fact('vault-member-reserved', { ...vault, identityId: 'i' })] },
    'VAULT_NOT_EMPTY',
    0,
  ],
])('no vault is deleted %s', async (_, who, more, code, ifMatch) => {
  const told: Told = ['denied-o', 'vault-delete-refused', { ...vault, code }];
  expect(await remove(who, more, ifMatch)).toMatchObject({ refused: code, facts: [told] });
});

test('its keys are destroyed seven days after it was deleted, before that is told, once', async () => {
  const ground = new Ground(STREAMS);
  const destroyed: string[] = [];
  const material = { destroyVaultKeys: async (id: string) => void destroyed.push(id) };
  const removal = new DeleteVaultHandler(ground.deciding, new Membership(ground.deciding));
  const keys = new DestroyVaultKeysHandler(ground.deciding, material as never);
  const run = () => ground.when(() => keys.execute(new DestroyVaultKeys(ground.policy(), 'v')));
  expect((await run()).facts).toEqual([]);
  await removal.execute(new DeleteVault(ground.as('owner'), 'v'));
  ground.now = Date.parse(plusDays(NOW, 7)) - 1;
  expect([(await run()).facts, destroyed]).toEqual([[], []]);
  ground.now += 1;
  ground.justBefore('vault-keys-destroyed', () => expect(destroyed).toEqual(['v']));
  expect((await run()).facts).toEqual([['vault-v', 'vault-keys-destroyed', vault]]);
  expect([(await run()).facts, destroyed]).toEqual([[], ['v']]);
});
