import { NOW } from '../../../test/support/streams/a-vault';
import { fact, Ground, type Told } from '../../../test/support/streams/ground-of';
import { peopleOf, PLACES } from '../../../test/support/streams/people';
import type { Streams } from '../../../test/support/streams/view-of';
import type { OrganizationSettings } from '../../domain/organizations/events';
import { plusDays } from '../../kernel/time';
import { ChangeOrganization, ChangeOrganizationHandler, type OrganizationPatch } from './change-organization';
import { CreateOrganization, CreateOrganizationHandler } from './create-organization';
import { DeleteOrganization, DeleteOrganizationHandler } from './delete-organization';
import { DestroyOrganizationSecrets, DestroyOrganizationSecretsHandler } from './destroy-organization-secrets';
import { SetOrganizationSecret, SetOrganizationSecretHandler } from './set-organization-secret';

const STREAMS = peopleOf(
  {
    owner: { owner: true },
    clerk: { everywhere: ['accounts.manage'] },
    both: { everywhere: ['accounts.manage', 'pam_vaults.manage'] },
    local: { here: ['accounts.manage'] },
    viewer: { here: ['pam_vaults.view'] },
    stranger: {},
  },
  PLACES,
);
const weak = { length: 8, classes: [{ chars: 'ab', min: 0 }] };
/** Enough, and weaker than what is set where nobody says anything. */
const weaker = { length: 30, classes: [{ chars: 'abcdefgh', min: 0 }] };
const strong = { length: 64, classes: [{ chars: 'abcdefgh', min: 0 }] };
const DEFAULTS = { breakGlassMinutes: 60, revealDuringExclusiveCheckout: false, receiptBeforeDisclosure: false };
const SET = { ...DEFAULTS, revealDuringExclusiveCheckout: true };

const create = (who: string, settings: Partial<OrganizationSettings>) => {
  const ground = new Ground(STREAMS);
  const handler = new CreateOrganizationHandler(ground.deciding);
  return ground.when(() => handler.execute(new CreateOrganization(ground.as(who), 'New', settings)));
};

test.each<[string, Partial<OrganizationSettings>]>([
  ['clerk', {}],
  ['clerk', { breakGlassMinutes: 15 }],
  ['clerk', { passwordPolicy: strong }],
  ['both', { passwordPolicy: weaker }],
])('%s makes an organization with %j', async (who, settings) => {
  const data = { organizationId: 'new1', name: 'New', settings: { ...DEFAULTS, ...settings }, createdAt: NOW };
  expect(await create(who, settings)).toEqual({
    answer: { id: 'new1', position: '0001' },
    facts: [['organization-new1', 'organization-created', data]],
  });
});

test.each<[string, Partial<OrganizationSettings>, string]>([
  ['local', {}, 'PERMISSION_DENIED'],
  ['nobody', {}, 'PERMISSION_DENIED'],
  ['clerk', { passwordPolicy: weaker }, 'PERMISSION_DENIED'],
  ['clerk', { passwordPolicy: weak }, 'PERMISSION_DENIED'],
  ['both', { passwordPolicy: weak }, 'PASSWORD_POLICY_UNSATISFIABLE'],
])('%s makes no organization with %j: %s', async (who, settings, code) => {
  const { refused, facts } = await create(who, settings);
  expect([refused, facts]).toEqual([code, [['denied-account', 'organization-create-refused', { name: 'New', code }]]]);
});

const change = (who: string, patch: OrganizationPatch, ifMatch?: number, more: Streams = {}, id = 'o') => {
  const ground = new Ground({ ...STREAMS, ...more });
  const handler = new ChangeOrganizationHandler(ground.deciding);
  return ground.when(() => handler.execute(new ChangeOrganization(ground.as(who), id, patch, ifMatch)));
};
const strict: Streams = {
  'organization-o': [
    ...(STREAMS['organization-o'] ?? []),
    fact('organization-changed', { organizationId: 'o', name: 'Acme', settings: { ...SET, passwordPolicy: strong } }),
  ],
};

test.each<[string, string, OrganizationPatch, object, Streams]>([
  ['a name', 'local', { name: 'Other' }, { name: 'Other', settings: SET }, {}],
  [
    'a setting',
    'local',
    { settings: { breakGlassMinutes: 15 } },
    { name: 'Acme', settings: { ...SET, breakGlassMinutes: 15 } },
    {},
  ],
  [
    'a default again',
    'local',
    { settings: { revealDuringExclusiveCheckout: null } },
    { name: 'Acme', settings: DEFAULTS },
    {},
  ],
  [
    'a weaker policy',
    'both',
    { settings: { passwordPolicy: weaker } },
    { name: 'Acme', settings: { ...SET, passwordPolicy: weaker } },
    strict,
  ],
  ['no policy', 'both', { settings: { passwordPolicy: null } }, { name: 'Acme', settings: SET }, strict],
])('an organization is given %s by %s', async (_, who, patch, data, more) => {
  const { refused, facts, answer } = await change(who, patch, undefined, more);
  expect([refused, facts]).toEqual([
    undefined,
    [['organization-o', 'organization-changed', { organizationId: 'o', ...data }]],
  ]);
  expect(answer).toEqual({ id: 'o', position: '0001' });
});

test.each<[string, OrganizationPatch, string, number | undefined, Streams]>([
  ['viewer', { name: 'N' }, 'PERMISSION_DENIED', undefined, {}],
  ['stranger', { name: 'N' }, 'NOT_FOUND', undefined, {}],
  ['local', { name: 'N' }, 'PRECONDITION_FAILED', 3, {}],
  ['local', { settings: { passwordPolicy: weaker } }, 'PERMISSION_DENIED', 1, strict],
  ['local', { settings: { passwordPolicy: null } }, 'PERMISSION_DENIED', 1, strict],
  ['both', { settings: { passwordPolicy: weak } }, 'PASSWORD_POLICY_UNSATISFIABLE', 0, {}],
])('%s does not change an organization by %j: %s', async (who, patch, code, ifMatch, more) => {
  const { refused, facts } = await change(who, patch, ifMatch, more);
  expect([refused, facts]).toEqual([
    code,
    [['denied-o', 'organization-change-refused', { organizationId: 'o', code }]],
  ]);
});

test('what is not there is not changed, and no fact', async () => {
  expect(await change('owner', { name: 'N' }, undefined, {}, 'x')).toMatchObject({ refused: 'NOT_FOUND', facts: [] });
});

const remove = (who: string, more: Streams = {}, ifMatch?: number) => {
  const ground = new Ground({ ...STREAMS, ...more });
  const handler = new DeleteOrganizationHandler(ground.deciding);
  return ground.when(() => handler.execute(new DeleteOrganization(ground.as(who), 'o', ifMatch)));
};
const empty = { 'organizationMembers-o': [] };

test('an organization is closed, then deleted', async () => {
  expect(await remove('local', empty, 0)).toEqual({
    answer: { id: 'o', position: '0002' },
    facts: [
      ['organizationMembers-o', 'organization-members-closed', { organizationId: 'o' }],
      ['organization-o', 'organization-deleted', { organizationId: 'o' }],
    ],
  });
});

test.each(['before', 'while'])('support that was let in %s it is deleted is shut out of it', async (when) => {
  const terms = { organizationId: 'o', windowId: 'w', reason: 'help', enabledBy: 'owner', enabledAt: NOW };
  const on = fact('support-access-enabled', terms);
  const ground = new Ground({ ...STREAMS, ...empty, ...(when === 'before' ? { supportAccess: [on] } : {}) });
  if (when === 'while') ground.justBefore('organization-deleted', () => ground.also('supportAccess', on));
  const handler = new DeleteOrganizationHandler(ground.deciding);
  const { facts } = await ground.when(() => handler.execute(new DeleteOrganization(ground.as('local'), 'o')));
  const ended = { reason: 'The organization was deleted.', disabledBy: 'local', disabledAt: NOW };
  const told = ['supportAccess', 'support-access-disabled', { organizationId: 'o', windowId: 'w', ...ended }];
  expect(facts.filter(([stream]) => stream === 'supportAccess')).toEqual([told]);
});

test.each<[string, Streams, string, number | undefined]>([
  ['viewer', empty, 'PERMISSION_DENIED', undefined],
  ['local', empty, 'PRECONDITION_FAILED', 3],
  ['local', {}, 'ORGANIZATION_NOT_EMPTY', 0],
])('%s does not delete an organization: %#', async (who, more, code, ifMatch) => {
  const told: Told = ['denied-o', 'organization-delete-refused', { organizationId: 'o', code }];
  expect(await remove(who, more, ifMatch)).toMatchObject({ refused: code, facts: [told] });
});

test('its secrets are destroyed seven days after it was deleted, before that is told, once', async () => {
  const ground = new Ground({ ...STREAMS, ...empty });
  const destroyed: string[] = [];
  const material = { destroySecrets: async (id: string) => void destroyed.push(id) };
  const secrets = new DestroyOrganizationSecretsHandler(ground.deciding, material as never);
  const run = () => ground.when(() => secrets.execute(new DestroyOrganizationSecrets(ground.policy(), 'o')));
  expect((await run()).facts).toEqual([]);
  await new DeleteOrganizationHandler(ground.deciding).execute(new DeleteOrganization(ground.as('owner'), 'o'));
  ground.now = Date.parse(plusDays(NOW, 7)) - 1;
  expect([(await run()).facts, destroyed]).toEqual([[], []]);
  ground.now += 1;
  ground.justBefore('organization-secrets-destroyed', () => expect(destroyed).toEqual(['o']));
  expect((await run()).facts).toEqual([['organization-o', 'organization-secrets-destroyed', { organizationId: 'o' }]]);
  expect([(await run()).facts, destroyed]).toEqual([[], ['o']]);
});

/** A material store that knows which secrets there are. */
const vaultRoom = (...known: readonly number[]) => {
  const secrets = new Map(known.map((version) => [version, 'old']));
  const material = {
    highestSecret: async () => Math.max(0, ...secrets.keys()),
    addSecret: async ({ version, secret }: { version: number; secret: string }) => {
      if (secrets.has(version)) return false;
      secrets.set(version, secret);
      return true;
    },
    destroySecrets: async () => secrets.clear(),
  };
  const sealing = {
    sealSecret: (id: string, version: number, secret: string) => ({ id, version, secret: `${id} ${secret}` }),
  };
  return { secrets, material: material as never, sealing: sealing as never };
};
const setSecret = (room: ReturnType<typeof vaultRoom>, who: string, more: Streams = {}, ifMatch?: number) => {
  const ground = new Ground({ ...STREAMS, ...more });
  const handler = new SetOrganizationSecretHandler(ground.deciding, room.material, room.sealing);
  return {
    ground,
    work: () => ground.when(() => handler.execute(new SetOrganizationSecret(ground.as(who), 'o', 'secret', ifMatch))),
  };
};
const secretSet = (secretVersion: number): Told => [
  'organization-o',
  'organization-secret-set',
  { organizationId: 'o', secretVersion },
];

test.each([
  ['the first', [], 1],
  ['another one', [1], 2],
  ['one beyond what a lost log knew', [1, 7], 8],
])('a secret is stored sealed before it is told: %s', async (_, known, version) => {
  const room = vaultRoom(...known);
  const { ground, work } = setSecret(room, 'local', {}, 0);
  ground.justBefore('organization-secret-set', () => expect(room.secrets.get(version)).toBe('o secret'));
  expect(await work()).toEqual({ answer: { id: 'o', position: '0001' }, facts: [secretSet(version)] });
});

test('set by two nodes at once, each has a number of its own', async () => {
  const room = vaultRoom();
  const { ground, work } = setSecret(room, 'local');
  ground.justBefore('organization-secret-set', () =>
    ground.also('organization-o', fact('organization-secret-set', { organizationId: 'o', secretVersion: 1 })),
  );
  expect((await work()).facts).toEqual([secretSet(2)]);
  expect([...room.secrets.keys()]).toEqual([1, 2]);
});

test('what was stored for an organization that is destroyed meanwhile goes too', async () => {
  const room = vaultRoom();
  const { ground, work } = setSecret(room, 'local');
  const gone = ['organization-deleted', 'organization-secrets-destroyed'].map((noun) =>
    fact(noun, { organizationId: 'o' }),
  );
  ground.justBefore('organization-secret-set', () => ground.also('organization-o', ...gone));
  expect([(await work()).refused, room.secrets.size]).toEqual(['NOT_FOUND', 0]);
});

test.each<[string, string, number | undefined]>([
  ['viewer', 'PERMISSION_DENIED', undefined],
  ['local', 'PRECONDITION_FAILED', 3],
])('%s sets no secret, and nothing is stored: %s', async (who, code, ifMatch) => {
  const room = vaultRoom();
  const told: Told = ['denied-o', 'organization-secret-set-refused', { organizationId: 'o', code }];
  expect(await setSecret(room, who, {}, ifMatch).work()).toMatchObject({ refused: code, facts: [told] });
  expect(room.secrets.size).toBe(0);
});
