import type { Client } from '../support/application/client';
import { HostsAtWork } from '../support/application/hosts-at-work';
import { until } from '../support/until';

/** What a list of identities is narrowed by; the same words in the filter of a bulk rotation. */
const DAY = 24 * 60;
const TYPES = ['password', 'ssh_key', 'api_key', 'certificate', 'other'] as const;

let hosts: HostsAtWork;
let owner: Client;
let manager: Client;
let user: Client;
beforeAll(async () => {
  hosts = await HostsAtWork.open();
  ({ owner, manager, user } = hosts.fixture.people);
}, 90_000);
afterAll(() => hosts.end());

const newVault = async (organizationId = hosts.fixture.organizationId): Promise<string> =>
  (await owner.ok('POST', '/identity-groups', { name: 'Filters', organizationId })).id;
const newIn = async (identityGroupId: string, settings: object = {}): Promise<string> =>
  (await hosts.fixture.newIdentity({ identityGroupId, ...settings })).id;
const listed = async (query: string, who = manager): Promise<string[]> =>
  (await who.ok('GET', `/identities?${query}`)).items.map(({ id }: { id: string }) => id);
/** A list can be behind for a moment. */
const lists = (query: string, ids: readonly string[]) =>
  until(`${query} lists ${ids.join()}`, async () => (await listed(query)).join() === ids.toSorted().join());
const held = async (id: string): Promise<string> =>
  (await owner.ok('POST', `/identities/${id}/checkout`, { reason: 'work', durationMinutes: 30 })).session.id;

test('by type of credential', async () => {
  const vault = await newVault();
  const ids = await Promise.all(TYPES.map((credentialType) => newIn(vault, { credentialType, connector: null })));
  for (const [index, type] of TYPES.entries()) {
    await lists(`identityGroupId=${vault}&credentialType=${type}`, [ids[index] as string]);
  }
});

test('by how its rotation stands, as it comes to be so', async () => {
  const vault = await newVault();
  const agent = await hosts.newAgent();
  const { id: onHost } = await hosts.identityOn([agent], { identityGroupId: vault });
  const inVault = await newIn(vault);
  const byHand = await newIn(vault, { credentialType: 'other' });
  const by = (status: string) => `identityGroupId=${vault}&rotationStatus=${status}`;
  await lists(by('none'), [onHost, inVault, byHand]);
  for (const id of [onHost, inVault, byHand]) await hosts.rotate(id);
  await lists(by('confirmed'), [inVault]);
  await lists(by('pending'), [onHost, byHand]);
  await hosts.pass(DAY);
  await lists(by('failed'), [onHost]);
  for (let tries = 1; tries < 3; tries += 1) {
    await manager.ok('POST', `/identities/${onHost}/rotation/retry`);
    await hosts.pass(DAY);
    await hosts.settled(onHost, tries === 2 ? 'suspended' : 'failed');
  }
  await lists(by('suspended'), [onHost]);
  await lists(by('failed'), []);
});

test('by when the next rotation is due: before that time, not at it', async () => {
  const vault = await newVault();
  const soon = await newIn(vault, { rotationIntervalDays: 1, username: 'soon' });
  await newIn(vault, { rotationIntervalDays: 30, username: 'later' });
  await newIn(vault, { username: 'never' });
  const at: string = (await hosts.identityOf(soon)).nextRotationAt;
  const by = (time: string) => `identityGroupId=${vault}&dueBefore=${encodeURIComponent(time)}`;
  const ms = Date.parse(at);
  await lists(by(at), []);
  await lists(by(new Date(ms + 1).toISOString()), [soon]);
  await lists(by(at.replace('Z', '0001Z')), [soon]);
  const eastern = new Date(ms + 1 + 2 * 3_600_000).toISOString().replace('Z', '+02:00');
  await lists(by(eastern), [soon]);
  await lists(`${by(new Date(ms + DAY * 60_000).toISOString())}&rotationStatus=none&q=so`, [soon]);
});

test('by whether a session is open: from its begin to its end, whoever ends it, and be it recorded or not', async () => {
  const vault = await newVault();
  const id = await newIn(vault);
  const shared = await newIn(vault, { username: 'many', allowConcurrentCheckout: true });
  const open = `identityGroupId=${vault}&checkedOut=true`;
  const free = `identityGroupId=${vault}&checkedOut=false`;
  await lists(free, [id, shared]);
  const session = await held(id);
  const two = [await held(shared), await held(shared)];
  await lists(open, [id, shared]);
  await lists(free, []);
  await owner.ok('POST', `/sessions/${session}/checkin`);
  await owner.ok('POST', `/sessions/${two[0]}/checkin`);
  await lists(open, [shared]);
  await lists(free, [id]);
  await owner.ok('POST', `/sessions/${two[1]}/extend`, { durationMinutes: 30, reason: 'longer' });
  hosts.clock.pass(45);
  await lists(open, [shared]);
  hosts.clock.pass(30);
  expect([await listed(open), await listed(free)]).toEqual([[], [id, shared].toSorted()]);
  await owner.ok('POST', `/identities/${id}/break-glass`, { reason: 'an emergency' });
  await lists(open, [id]);
});

test('by several at once, each narrowing what the others leave; pages are full, and a cursor is of its filter', async () => {
  const vault = await newVault();
  const agent = await hosts.newAgent();
  const settings = (n: number) => ({ name: n % 2 === 0 ? 'even one' : 'odd one', username: `u${n}` });
  const ids: string[] = [];
  for (let n = 0; n < 8; n += 1) {
    const on = n < 4 ? { hostIds: [agent.hostId] } : {};
    ids.push(await newIn(vault, { ...settings(n), ...on, ...(n === 7 ? { credentialType: 'api_key' } : {}) }));
  }
  for (const n of [0, 2, 3, 4, 6]) await held(ids[n] as string);
  const of = (...places: number[]) => places.map((n) => ids[n] as string);
  const inVault = `identityGroupId=${vault}`;
  await lists(`${inVault}&checkedOut=true&q=even`, of(0, 2, 4, 6));
  await lists(`hostId=${agent.hostId}&checkedOut=true&q=odd`, of(3));
  await lists(`${inVault}&checkedOut=false&credentialType=api_key`, of(7));
  await lists(`${inVault}&checkedOut=true&credentialType=api_key`, []);
  const query = `${inVault}&checkedOut=true&q=even&limit=3`;
  const first = await manager.ok('GET', `/identities?${query}`);
  expect(first.items).toHaveLength(3);
  const second = (of: string) => manager.get(`/identities?${of}&cursor=${first.nextCursor}`);
  const rest = await second(`q=even&limit=3&checkedOut=true&${inVault}`);
  expect([rest.body.items.map(({ id }: { id: string }) => id), rest.body.nextCursor]).toEqual([
    of(0, 2, 4, 6).toSorted().slice(3),
    null,
  ]);
  for (const other of [`${inVault}&q=even`, `${query}&credentialType=password`, query.replace('true', 'false')]) {
    expect((await second(other)).body.errors).toEqual([{ field: 'cursor', message: expect.any(String) }]);
  }
});

test('tells nothing of organizations where the caller has no role', async () => {
  const { elsewhereId } = hosts.fixture;
  await owner.ok('PUT', `/organizations/${elsewhereId}/secret`, { secret: 'a secret of more than 32 characters' });
  const vault = await newVault(elsewhereId);
  const hidden = await newIn(vault, { credentialType: 'certificate', rotationIntervalDays: 1, name: 'hidden' });
  await held(hidden);
  const filters = [
    'credentialType=certificate',
    'rotationStatus=none',
    'checkedOut=true',
    'dueBefore=2999-01-01T00:00:00Z',
  ];
  for (const filter of filters) {
    expect(await listed(`${filter}&q=hidden`, owner)).toEqual([hidden]);
    for (const who of [manager, user]) {
      expect(await listed(`${filter}&q=hidden`, who)).toEqual([]);
      expect((await who.get(`/identities?${filter}&organizationId=${elsewhereId}`)).body.code).toBe('NOT_FOUND');
      expect((await who.get(`/identities?${filter}&identityGroupId=${vault}`)).body.code).toBe('NOT_FOUND');
    }
  }
});

test.each([
  ['credentialType', 'passwords', 'password, ssh_key, api_key, certificate, other'],
  ['credentialType', '', 'password, ssh_key'],
  ['rotationStatus', 'FAILED', 'none, pending, confirmed, failed, suspended'],
  ['dueBefore', 'tomorrow', '2026-01-31T09:30:00Z'],
  ['dueBefore', '2026-02-30T00:00:00Z', '2026-01-31T09:30:00Z'],
  ['checkedOut', 'yes', 'true or false'],
  ['checkedOut', '1', 'true or false'],
  ['mayCheckOut', 'false', 'true'],
  ['mayCheckOut', 'TRUE', 'true'],
])('%s=%s is refused by name, with what is accepted', async (field, value, accepted) => {
  const { status, body } = await manager.get(`/identities?${field}=${value}`);
  expect([status, body.errors]).toEqual([400, [{ field, message: expect.stringContaining(accepted) }]]);
  const isFlag = field.includes('heck') && ['false', '1'].includes(value);
  const asked = isFlag ? (JSON.parse(value) as unknown) : value;
  const bulk = await manager.post('/identities/rotate', { filter: { [field]: asked } });
  expect([bulk.status, bulk.body.errors]).toEqual([
    400,
    [{ field: `filter.${field}`, message: expect.stringContaining(accepted) }],
  ]);
});

test('a filter that is given twice is refused', async () => {
  expect((await manager.get('/identities?checkedOut=true&checkedOut=true')).status).toBe(400);
});

test('the same words choose what is rotated in bulk', async () => {
  const vault = await newVault();
  const [free, taken, failed] = [
    await newIn(vault),
    await newIn(vault, { username: 'b' }),
    await newIn(vault, { username: 'c', rotationIntervalDays: 1 }),
  ];
  await held(taken as string);
  const rotated = async (filter: object): Promise<{ id: string; status: string; code?: string }[]> =>
    (await manager.ok('POST', '/identities/rotate', { filter: { identityGroupId: vault, ...filter } })).items;
  expect(await rotated({ checkedOut: true })).toEqual([{ id: taken, status: 'refused', code: 'CHECKED_OUT' }]);
  expect(await rotated({ credentialType: 'ssh_key' })).toEqual([]);
  expect(await rotated({ dueBefore: new Date(hosts.clock.now() + 2 * DAY * 60_000).toISOString() })).toEqual([
    { id: failed, status: 'done' },
  ]);
  await lists(`identityGroupId=${vault}&rotationStatus=confirmed`, [failed as string]);
  expect(await rotated({ rotationStatus: 'none', checkedOut: false })).toEqual([{ id: free, status: 'done' }]);
});
