import { EARLIER } from '../../../test/support/streams/a-vault';
import { ASKING } from '../../../test/support/streams/bulk-people';
import { fact, Ground } from '../../../test/support/streams/ground-of';
import { digest, type Streams } from '../../../test/support/streams/view-of';
import { derivedIds } from '../../adapters/outside/derived-ids';
import { StoreUnavailable } from '../../kernel/store-errors';
import { GiveGrantHandler, type GiveGrant } from '../access-grants/give-grant';
import { Bulk } from './bulk';
import { GiveGrants, GiveGrantsHandler } from './give-grants';

/** Several grants of one vault: each judged for itself, in the order they were asked for. */
const recordOf = (name: string): Streams => ({
  [`directory-p-${name}`]: [
    fact('idp-user-created', { idpUserId: `p-${name}`, email: `${name}@x.org`, displayName: name, active: true }),
  ],
  [`directoryEmail-${digest.of(`${name}@x.org`)}`]: [fact('idp-email-claimed', { idpUserId: `p-${name}` })],
});
const GIVEN: Streams = {
  ...ASKING,
  ...recordOf('ann'),
  ...recordOf('bob'),
  ...recordOf('manager'),
  'vaultAccess-v': [],
};
const to = (principalId: string): GiveGrant['grant'] => ({ principalType: 'user', principalId, level: 'checkout' });

const give = (ground: Ground, who: string, grants: readonly GiveGrant['grant'][], vaultId = 'v', key = 'a key') => {
  const execute = (command: GiveGrant) => new GiveGrantHandler(ground.deciding, digest).execute(command);
  const handler = new GiveGrantsHandler(ground.recording, new Bulk({ execute } as never, derivedIds));
  const ids = derivedIds.from(key);
  return ground.when(() => handler.execute(new GiveGrants(ground.as(who, { ids }), vaultId, grants)));
};
const given = (ground: Ground) =>
  ground.told.flatMap(([stream, noun, data]) =>
    stream === 'vaultAccess-v' && noun === 'grant-given' ? [data as { grantId: string; principalId: string }] : [],
  );

test('who is given access is told by the id of the grant, who is not by that of the principal and why', async () => {
  const ground = new Ground(GIVEN);
  const { answer } = await give(ground, 'manager', [to('p-ann'), to('p-manager'), to('p-nobody'), to('p-bob')]);
  const [ann, bob] = given(ground);
  expect([ann?.principalId, bob?.principalId]).toEqual(['p-ann', 'p-bob']);
  expect(answer?.items).toEqual([
    { id: ann?.grantId, status: 'done' },
    { id: 'p-manager', status: 'refused', code: 'SELF_GRANT' },
    { id: 'p-nobody', status: 'refused', code: 'NOT_FOUND' },
    { id: bob?.grantId, status: 'done' },
  ]);
  const refusals = ground.told.filter(([stream]) => stream === 'denied-o');
  expect(refusals.map(([, noun, data]) => [noun, (data as { code: string }).code])).toEqual([
    ['grant-give-refused', 'SELF_GRANT'],
    ['grant-give-refused', 'NOT_FOUND'],
  ]);
});

test('an owner may give to everybody; of nothing nothing comes', async () => {
  const ground = new Ground(GIVEN);
  const { answer } = await give(ground, 'owner', [to('p-manager')]);
  expect(answer?.items).toEqual([{ id: given(ground)[0]?.grantId, status: 'done' }]);
  expect((await give(ground, 'owner', [])).answer?.items).toEqual([]);
});

test.each<[string, string, string, string | undefined]>([
  ['viewer', 'v', 'PERMISSION_DENIED', 'denied-o'],
  ['admin', 'v', 'PERMISSION_DENIED', 'denied-o'],
  ['robot', 'v', 'PERMISSION_DENIED', 'denied-o'],
  ['support', 'v', 'PERMISSION_DENIED', 'denied-o'],
  ['support', 'w', 'SUPPORT_ACCESS_OFF', 'denied-p'],
  ['stranger', 'v', 'NOT_FOUND', 'denied-o'],
  ['manager', 'w', 'NOT_FOUND', 'denied-p'],
  ['manager', 'none', 'NOT_FOUND', undefined],
])('%s is refused all of it at once in vault %s with %s, as one fact', async (who, vaultId, code, stream) => {
  const ground = new Ground(GIVEN);
  const { refused, facts } = await give(ground, who, [to('p-ann'), to('p-bob')], vaultId);
  expect(refused).toBe(code);
  expect(facts).toEqual(
    stream === undefined ? [] : [[stream, 'grants-give-refused', expect.objectContaining({ code })]],
  );
});

test('the same request again gives nothing twice, and tells the same grants', async () => {
  const ground = new Ground(GIVEN);
  const first = await give(ground, 'manager', [to('p-ann'), to('p-ann')]);
  expect(new Set(given(ground).map(({ grantId }) => grantId)).size).toBe(2);
  expect((await give(ground, 'manager', [to('p-ann'), to('p-ann')])).answer?.items).toEqual(first.answer?.items);
  expect(given(ground)).toHaveLength(2);
});

test('where the store goes away it is told who was given access, and the same request does the rest', async () => {
  const ground = new Ground(GIVEN);
  ground.justBefore('grant-given', () => {
    throw new StoreUnavailable('the disk is full');
  });
  const { refused, extra } = await give(ground, 'manager', [to('p-ann'), to('p-bob')]);
  const [bob] = given(ground);
  expect([refused, extra]).toMatchObject([
    'UNAVAILABLE',
    {
      items: [
        { id: 'p-ann', status: 'failed', code: 'UNAVAILABLE' },
        { id: bob?.grantId, status: 'done' },
      ],
    },
  ]);
  await give(ground, 'manager', [to('p-ann'), to('p-bob')]);
  expect(given(ground).map(({ principalId }) => principalId)).toEqual(['p-bob', 'p-ann']);
});

test('a permission that is taken away while it goes on counts no more', async () => {
  const ground = new Ground(GIVEN);
  ground.justBefore('grant-given', () => {
    ground.also('user-manager', fact('user-roles-assigned', { userId: 'manager', roles: [] }));
    const theirs = { ...to('p-bob'), grantId: 'theirs', grantedBy: 'owner', createdAt: EARLIER };
    ground.also('vaultAccess-v', fact('grant-given', { organizationId: 'o', identityGroupId: 'v', ...theirs }));
  });
  const { answer } = await give(ground, 'manager', [to('p-ann')]);
  expect(answer?.items).toEqual([{ id: 'p-ann', status: 'refused', code: 'NOT_FOUND' }]);
  expect(given(ground)).toEqual([]);
});
