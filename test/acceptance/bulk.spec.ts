import type { Client } from '../support/application/client';
import { newFixture, type Fixture } from '../support/application/fixture';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { until } from '../support/until';

/** One request for many things: each is judged and recorded for itself, and the answer lists how each went. */
let application: RunningApplication;
let fixture: Fixture;
let owner: Client;
let manager: Client;
let user: Client;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  ({ owner, manager, user } = fixture.people);
});
afterAll(() => application.end());

interface Item {
  readonly id: string;
  readonly status: string;
  readonly code?: string;
}
const facts = async (id: string): Promise<{ type: string; data: Record<string, unknown> }[]> =>
  (await owner.ok('GET', `/streams/identity-${id}`)).items;
const times = async (id: string, type: string) => (await facts(id)).filter((fact) => fact.type.includes(type)).length;
const newVault = async (organizationId = fixture.organizationId) =>
  (await owner.ok('POST', '/identity-groups', { name: 'Staging', organizationId })).id as string;
const newIdentities = (identityGroupId: string, names: readonly string[]) =>
  Promise.all(names.map(async (name) => (await fixture.newIdentity({ identityGroupId, name })).id));
const held = async (id: string, who = owner) =>
  (await who.ok('POST', `/identities/${id}/checkout`, { reason: 'work', durationMinutes: 30 })).session.id as string;

describe('rotate', () => {
  test('what fits the filter, one by one; what cannot be is told with its code, and comes once with its key', async () => {
    const vault = await newVault();
    const [free = '', taken = '', other = ''] = await newIdentities(vault, ['alpha one', 'alpha two', 'beta']);
    const session = await held(taken);
    const ask = () =>
      manager.post(
        '/identities/rotate',
        { filter: { identityGroupId: vault, q: 'alpha' } },
        { 'idempotency-key': `k-${vault}` },
      );
    const first = await ask();
    expect(first.status).toBe(200);
    expect(first.headers.get('keyledger-position')).not.toBeNull();
    const byId = [...first.body.items].sort((a: Item, b: Item) => Number(a.id === taken) - Number(b.id === taken));
    expect(byId).toEqual([
      { id: free, status: 'done' },
      { id: taken, status: 'refused', code: 'CHECKED_OUT' },
    ]);
    await until('the new value', async () => (await times(free, 'rotation-confirmed')) === 1);
    expect((await ask()).body).toEqual(first.body);
    expect([await times(free, 'rotation-requested'), await times(other, 'rotation-requested')]).toEqual([1, 0]);
    const { items } = await owner.ok('GET', `/audit?identityId=${taken}&type=keyledger.rotation-request-refused.v1`);
    expect(items).toHaveLength(1);
    await owner.ok('POST', `/sessions/${session}/checkin`);
  });

  test('by who manages vaults, where that is: nothing else is told or done', async () => {
    const elsewhere = await newVault(fixture.elsewhereId);
    await owner.ok('PUT', `/organizations/${fixture.elsewhereId}/secret`, {
      secret: 'another secret of more than 32 characters',
    });
    const [hidden = ''] = await newIdentities(elsewhere, ['gamma']);
    const rotate = (who: Client, filter: object) => who.post('/identities/rotate', { filter });
    expect((await rotate(manager, { q: 'gamma' })).body).toEqual({ items: [] });
    expect(await times(hidden, 'rotation-requested')).toBe(0);
    expect((await rotate(manager, { identityGroupId: elsewhere })).body.code).toBe('NOT_FOUND');
    expect((await rotate(manager, { organizationId: fixture.elsewhereId })).body.code).toBe('NOT_FOUND');
    for (const who of [user, fixture.people.auditor, fixture.people.admin]) {
      expect((await rotate(who, { organizationId: fixture.organizationId })).body.code).toBe('PERMISSION_DENIED');
      expect((await rotate(who, { identityGroupId: fixture.vaultId })).body.code).toBe('PERMISSION_DENIED');
      expect((await rotate(who, { q: 'gamma' })).body.code).toBe('PERMISSION_DENIED');
    }
    const { items } = await owner.ok('GET', '/audit?type=keyledger.identities-rotate-refused.v1');
    expect(items.length).toBeGreaterThanOrEqual(10);
    expect((await rotate(owner, { q: 'gamma' })).body.items).toEqual([{ id: hidden, status: 'done' }]);
  });

  test.each<[object, string]>([
    [{}, 'filter'],
    [{ filter: {} }, 'filter'],
    [{ filter: { limit: 5 } }, 'filter.limit'],
    [{ filter: { state: 'gone' } }, 'filter.state'],
    [{ filter: 'all' }, 'filter'],
  ])('%j is refused by name', async (body, field) => {
    expect((await manager.post('/identities/rotate', body)).body).toMatchObject({
      code: 'VALIDATION_FAILED',
      errors: [{ field }],
    });
  });
});

describe('force checkin', () => {
  test('of every session of a user, in a vault, or of the user in the vault; each value rotates', async () => {
    const vault = await newVault();
    const grant = { principalType: 'user', principalId: fixture.idpUserIds['user'], level: 'checkout' };
    await owner.ok('POST', `/identity-groups/${vault}/access`, grant);
    const [a = '', b = '', c = ''] = await newIdentities(vault, ['a', 'b', 'c']);
    const { id: away } = await fixture.newIdentity();
    const theirs = [await held(a, user), await held(b, user)];
    const elsewhere = await held(away, user);
    const owners = await held(c);
    const force = (body: object, who = manager) =>
      who.post('/sessions/force-checkin', { reason: 'left the company', ...body });
    const both = await force({ userId: fixture.userIds.user, identityGroupId: vault });
    expect(both.body.items.map(({ id }: Item) => id).sort()).toEqual(theirs.toSorted());
    expect((await force({ userId: fixture.userIds.user })).body.items).toEqual([{ id: elsewhere, status: 'done' }]);
    expect((await force({ identityGroupId: vault })).body.items).toEqual([{ id: owners, status: 'done' }]);
    expect((await force({ identityGroupId: vault })).body).toEqual({ items: [] });
    for (const id of [a, b, c, away]) expect(await times(id, 'rotation-requested')).toBe(1);
    expect((await facts(a))[2]?.data).toMatchObject({ endedBy: 'force', reason: 'left the company' });
  });

  test('by who manages vaults there; sessions elsewhere are neither told nor ended', async () => {
    const vault = await newVault(fixture.elsewhereId);
    const [id = ''] = await newIdentities(vault, ['delta']);
    const session = await held(id);
    const force = (who: Client, body: object) => who.post('/sessions/force-checkin', { reason: 'x', ...body });
    expect((await force(manager, { userId: fixture.userIds.owner })).body).toEqual({ items: [] });
    expect((await force(manager, { identityGroupId: vault })).body.code).toBe('NOT_FOUND');
    expect((await force(user, { userId: fixture.userIds.user })).body.code).toBe('PERMISSION_DENIED');
    expect((await force(user, { identityGroupId: fixture.vaultId })).body.code).toBe('PERMISSION_DENIED');
    expect((await force(fixture.people.stranger, { identityGroupId: fixture.vaultId })).body.code).toBe('NOT_FOUND');
    expect((await force(manager, {})).body).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ field: 'userId' }] });
    expect((await owner.ok('GET', `/sessions/${session}`)).status).toBe('active');
  });
});

describe('grants', () => {
  test('each for itself, in the order they were asked for; with the key none is given twice', async () => {
    const vault = await newVault();
    const grants = [
      { principalType: 'user', principalId: fixture.idpUserIds['user'], level: 'checkout' },
      { principalType: 'user', principalId: 'nobody', level: 'checkout' },
      { principalType: 'user', principalId: fixture.idpUserIds['manager'], level: 'checkout' },
      { principalType: 'group', principalId: fixture.groupId, level: 'view_vault', expiresAt: '2020-01-01T00:00:00Z' },
      { principalType: 'group', principalId: fixture.groupId, level: 'view_credentials' },
    ];
    const give = (who: Client, key = {}) => who.post(`/identity-groups/${vault}/access/bulk`, { grants }, key);
    const key = { 'idempotency-key': `grants-${vault}` };
    const first = await give(manager, key);
    expect(first.status).toBe(200);
    const { items } = first.body;
    expect(items.map(({ status, code }: Item) => code ?? status)).toEqual([
      'done',
      'NOT_FOUND',
      'SELF_GRANT',
      'VALIDATION_FAILED',
      'done',
    ]);
    expect(items[2].id).toBe(fixture.idpUserIds['manager']);
    expect((await give(manager, key)).body).toEqual(first.body);
    const given = (await owner.ok('GET', `/identity-groups/${vault}/access`)).items;
    expect(given.map(({ id }: Item) => id).sort()).toEqual([items[0].id, items[4].id].sort());
    expect((await give(user)).body.code).toBe('PERMISSION_DENIED');
    expect((await give(fixture.people.stranger)).body.code).toBe('NOT_FOUND');
    const none = await manager.post(`/identity-groups/${vault}/access/bulk`, { grants: [] });
    expect(none.body).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ field: 'grants' }] });
    const twice = await manager.post(`/identity-groups/${vault}/access/bulk`, { grants: [grants[0], grants[0]] });
    expect(twice.body.code).toBe('VALIDATION_FAILED');
  });
});
