import { HOST_MEMBERS } from '../../../projections/host-members/document';
import { IDENTITIES } from '../../../projections/identities/document';
import { ASKING, madeIn, takenOut } from '../../../test/support/streams/bulk-people';
import { Documents } from '../../../test/support/streams/documents';
import { fact, Ground } from '../../../test/support/streams/ground-of';
import { derivedIds } from '../../adapters/outside/derived-ids';
import type { IdentityFilter } from '../../access/identity-search/identity-filter';
import { StoreUnavailable } from '../../kernel/store-errors';
import { RotateIdentityHandler, type RotateIdentity } from '../identities/rotate-identity';
import { Bulk } from './bulk';
import type { BulkItem } from './bulk-item';
import { Candidates } from './candidates';
import { MOST_ROTATED, RotateIdentities, RotateIdentitiesHandler } from './rotate-identities';

/** New values for many identities: where the caller manages vaults and nowhere else, each judged for itself. */
const PLACE_OF = { v: 'o', w: 'p', x: 'q' } as const;
const identity = (id: string, identityGroupId: keyof typeof PLACE_OF, more: object = {}) => ({
  id,
  identityGroupId,
  organizationId: PLACE_OF[identityGroupId],
  name: id,
  username: 'root',
  state: 'active',
  credentialType: 'password',
  rotationStatus: 'none',
  open: false,
  openUntil: '',
  ...more,
});
const LISTED = [
  identity('free', 'v'),
  identity('taken', 'v', { open: true, openUntil: '2027-01-01T00:00:00.000Z' }),
  identity('away', 'w'),
  identity('bare', 'x'),
  identity('gone', 'v', { state: 'deleted' }),
];
const GIVEN = {
  ...ASKING,
  'identity-free': [madeIn('free', 'o', 'v')],
  'identity-taken': [madeIn('taken', 'o', 'v'), takenOut('taken', 'o', 'v', 'ann')],
  'identity-away': [madeIn('away', 'p', 'w')],
  'identity-bare': [madeIn('bare', 'q', 'x')],
};

let lists: Documents;
beforeAll(async () => {
  lists = await new Documents().fill(IDENTITIES, LISTED);
  await lists.fill(HOST_MEMBERS, [{ id: 'h.away', hostId: 'h', identityId: 'away' }]);
});
afterEach(() => lists.behind.clear());
afterAll(() => lists.close());

const rotating = (ground: Ground, from = lists) => {
  const execute = (command: RotateIdentity) => new RotateIdentityHandler(ground.deciding).execute(command);
  const bulk = new Bulk({ execute } as never, derivedIds);
  return new RotateIdentitiesHandler(ground.recording, new Candidates(from, from), from, ground.digest, bulk);
};
const rotate = (ground: Ground, who: string, filter: IdentityFilter, key = 'a key') =>
  ground.when(() =>
    rotating(ground).execute(new RotateIdentities(ground.as(who, { ids: derivedIds.from(key) }), filter)),
  );
const done = (id: string): BulkItem => ({ id, status: 'done' });
const refused = (id: string, code: string): BulkItem => ({ id, status: 'refused', code });
const requested = (ground: Ground) =>
  ground.told.filter(([, noun]) => noun === 'rotation-requested').map(([stream]) => stream);

const TAKEN = refused('taken', 'CHECKED_OUT');
const BARE = refused('bare', 'ORGANIZATION_SECRET_NOT_FOUND');
test.each<[string, IdentityFilter, readonly BulkItem[]]>([
  ['owner', { credentialType: 'password' }, [done('away'), BARE, done('free'), TAKEN]],
  ['owner', { identityGroupId: 'v' }, [done('free'), TAKEN]],
  ['owner', { hostId: 'h' }, [done('away')]],
  ['owner', { state: 'deleted' }, [refused('gone', 'NOT_FOUND')]],
  ['both', { credentialType: 'password' }, [done('away'), done('free'), TAKEN]],
  ['both', { organizationId: 'p' }, [done('away')]],
  ['manager', { credentialType: 'password' }, [done('free'), TAKEN]],
  ['manager', { hostId: 'h' }, []],
  ['manager', { q: 'fr' }, [done('free')]],
  ['manager', { q: 'away' }, []],
  ['manager', { organizationId: 'o', checkedOut: false }, [done('free')]],
  ['manager', { organizationId: 'o', identityGroupId: 'v', q: 't' }, [TAKEN]],
  ['robot', { identityGroupId: 'v' }, [done('free'), TAKEN]],
  ['support', { credentialType: 'password' }, [done('free'), TAKEN]],
])('%s asks for %j: each is judged for itself, and nothing else is told of or touched', async (who, filter, items) => {
  const ground = new Ground(GIVEN);
  const { answer } = await rotate(ground, who, filter);
  expect(answer?.items).toEqual(items);
  const changed = items.flatMap(({ id, status }) => (status === 'done' ? [`identity-${id}`] : []));
  expect(requested(ground)).toEqual(changed);
});

test('what is done and what is refused are facts of the identities; the answer waits for the last that was written', async () => {
  const ground = new Ground(GIVEN);
  const { answer, facts } = await rotate(ground, 'manager', { identityGroupId: 'v' });
  const subject = (identityId: string) => ({ organizationId: 'o', identityGroupId: 'v', identityId });
  expect(facts).toEqual([
    ['identity-free', 'rotation-requested', expect.objectContaining({ ...subject('free'), trigger: 'manual' })],
    ['denied-o', 'rotation-request-refused', { ...subject('taken'), code: 'CHECKED_OUT' }],
  ]);
  expect(answer?.position).toBe('0001');
});

const DENIED_BY: Readonly<Record<string, object>> = { PERMISSION_DENIED: { permission: 'pam_vaults.manage' } };
test.each<[string, IdentityFilter, string, string | undefined]>([
  ['viewer', { identityGroupId: 'v' }, 'PERMISSION_DENIED', 'denied-o'],
  ['viewer', { organizationId: 'o' }, 'PERMISSION_DENIED', 'denied-o'],
  ['viewer', { q: 'fr' }, 'PERMISSION_DENIED', 'denied-account'],
  ['admin', { q: 'fr' }, 'PERMISSION_DENIED', 'denied-account'],
  ['admin', { identityGroupId: 'v' }, 'PERMISSION_DENIED', 'denied-o'],
  ['stranger', { identityGroupId: 'v' }, 'NOT_FOUND', 'denied-o'],
  ['stranger', { q: 'fr' }, 'PERMISSION_DENIED', 'denied-account'],
  ['manager', { identityGroupId: 'w' }, 'NOT_FOUND', 'denied-p'],
  ['manager', { organizationId: 'p' }, 'NOT_FOUND', 'denied-p'],
  ['manager', { organizationId: 'p', identityGroupId: 'v' }, 'NOT_FOUND', 'denied-p'],
  ['manager', { organizationId: 'o', identityGroupId: 'w' }, 'NOT_FOUND', 'denied-p'],
  ['manager', { identityGroupId: 'none' }, 'NOT_FOUND', undefined],
  ['manager', { organizationId: 'none' }, 'NOT_FOUND', undefined],
  ['support', { organizationId: 'p' }, 'SUPPORT_ACCESS_OFF', 'denied-p'],
  ['off', { q: 'fr' }, 'NOT_FOUND', undefined],
])('%s asking for %j is refused as a whole with %s, told in %s', async (who, filter, code, stream) => {
  const ground = new Ground(GIVEN);
  const happened = await rotate(ground, who, filter);
  expect([happened.refused, happened.extra]).toEqual([code, DENIED_BY[code]]);
  expect(happened.facts.map(([where, noun, data]) => [where, noun, data])).toEqual(
    stream === undefined ? [] : [[stream, 'identities-rotate-refused', expect.objectContaining({ filter, code })]],
  );
});

test('support that is let in nowhere hears so', async () => {
  const ground = new Ground({ ...GIVEN, supportAccess: [] });
  expect(await rotate(ground, 'support', { q: 'fr' })).toMatchObject({
    refused: 'SUPPORT_ACCESS_OFF',
    facts: [['denied-account', 'identities-rotate-refused', { filter: { q: 'fr' } }]],
  });
});

test('the same request again finds what it did, and does nothing twice', async () => {
  const ground = new Ground(GIVEN);
  const first = await rotate(ground, 'manager', { identityGroupId: 'v' });
  const again = await rotate(ground, 'manager', { identityGroupId: 'v' });
  expect(again.answer?.items).toEqual(first.answer?.items);
  expect(requested(ground)).toEqual(['identity-free']);
  const another = await rotate(ground, 'manager', { identityGroupId: 'v' }, 'another key');
  expect(another.answer?.items).toEqual([refused('free', 'ROTATION_IN_PROGRESS'), TAKEN]);
});

test('another node that asks for one of them first wins there, and there alone', async () => {
  const ground = new Ground({ ...GIVEN, 'identity-taken': [madeIn('taken', 'o', 'v')] });
  ground.justBefore('rotation-requested', () => {
    const subject = { organizationId: 'o', identityGroupId: 'v', identityId: 'free' };
    const terms = { rotationId: 'theirs', trigger: 'manual', mode: 'vault', hostIds: [], requestedAt: '' };
    ground.also('identity-free', fact('rotation-requested', { ...subject, ...terms }));
  });
  const { answer } = await rotate(ground, 'manager', { identityGroupId: 'v' });
  expect(answer?.items).toEqual([refused('free', 'ROTATION_IN_PROGRESS'), done('taken')]);
});

test('where the store goes away the answer tells what was done, and the same request does the rest', async () => {
  const ground = new Ground({ ...GIVEN, 'identity-taken': [madeIn('taken', 'o', 'v')] });
  ground.justBefore('rotation-requested', () => {
    throw new StoreUnavailable('the disk is full');
  });
  const halfway = await rotate(ground, 'manager', { identityGroupId: 'v' });
  expect(halfway.refused).toBe('UNAVAILABLE');
  expect(halfway.extra).toEqual({
    items: [{ id: 'free', status: 'failed', code: 'UNAVAILABLE' }, done('taken')],
    retryAfterSeconds: 1,
  });
  const { answer } = await rotate(ground, 'manager', { identityGroupId: 'v' });
  expect(answer?.items).toEqual([done('free'), done('taken')]);
  expect(requested(ground)).toEqual(['identity-taken', 'identity-free']);
});

test.each(['identities', 'host_members'])('while the list of %s is behind nothing is done', async (model) => {
  lists.behind.add(model);
  const ground = new Ground(GIVEN);
  const happened = await rotate(ground, 'manager', { identityGroupId: 'v' });
  expect(happened).toMatchObject({ refused: 'UNAVAILABLE', extra: { retryAfterSeconds: 2 }, facts: [] });
});

describe('of more than can be done at once', () => {
  const many = async (count: number) => {
    const all = Array.from({ length: count }, (_, n) => identity(`i${String(n).padStart(4, '0')}`, 'v'));
    const full = await new Documents().fill(IDENTITIES, all);
    const ground = new Ground(GIVEN);
    const bulk = new Bulk({ execute: async () => ({ position: '1' }) } as never, derivedIds);
    const candidates = new Candidates(full, full);
    const handler = new RotateIdentitiesHandler(ground.recording, candidates, full, ground.digest, bulk);
    const asked = new RotateIdentities(ground.as('manager'), { identityGroupId: 'v' });
    return ground.when(() => handler.execute(asked)).finally(() => full.close());
  };

  test('a thousand are done', async () => {
    expect((await many(MOST_ROTATED)).answer?.items).toHaveLength(1_000);
  });

  test('one more, and none is: the filter is to be narrowed', async () => {
    const happened = await many(MOST_ROTATED + 1);
    expect(happened).toMatchObject({
      refused: 'VALIDATION_FAILED',
      extra: { errors: [{ field: 'filter' }] },
      facts: [],
    });
  });
});
