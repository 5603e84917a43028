import type { RecordedEvent } from '../../src/kernel/recorded-event';
import type { DeadlineDocument } from './document';
import { deadlines } from './projector';

const TIME = '2026-03-01T09:00:00.000Z';
const identity = { organizationId: 'o', identityGroupId: 'v', identityId: 'i' };

type Fact = readonly [noun: string, data: object, stream?: string, time?: string];

/** The agenda after some facts, by id. */
const after = (...facts: readonly Fact[]): Record<string, DeadlineDocument> => {
  const documents = new Map<string, DeadlineDocument>();
  facts.forEach(([noun, data, stream = 's-1', time = TIME], position) => {
    const metadata = { actor: { kind: 'user' }, time, correlationId: 'c' } as const;
    const place = { id: `e${position}`, stream, revision: position, position: String(position), metadata };
    const event: RecordedEvent = { ...place, type: `keyledger.${noun}.v1`, data };
    for (const id of deadlines.ids(event)) {
      const next = deadlines.next(documents.get(id), event, id);
      if (next === undefined) documents.delete(id);
      else documents.set(id, next);
    }
  });
  return Object.fromEntries(documents);
};

const created: Fact = ['identity-created', { ...identity, hostIds: [], nextRotationAt: '2026-03-02T09:00:00.000Z' }];
const rotation = (...facts: readonly Fact[]) => after(created, ...facts)['rotation:i'];
const requested: Fact = ['rotation-requested', { ...identity, rotationId: 'r', mode: 'hosts', requestedAt: TIME }];
const failed = (more: { retryAt?: string; suspended?: boolean } = {}): Fact => [
  'rotation-failed',
  { ...identity, rotationId: 'r', suspended: false, ...more },
];

test('a date of rotation follows from every fact that carries one, and goes with one that carries none', () => {
  expect(rotation()).toMatchObject({ kind: 'rotation', dueAt: '2026-03-02T09:00:00.000Z', identityId: 'i' });
  const confirmed = { ...identity, rotationId: 'r', nextRotationAt: '2026-03-09T09:00:00.000Z' };
  expect(rotation(['rotation-confirmed', confirmed])?.dueAt).toBe('2026-03-09T09:00:00.000Z');
  expect(rotation(['identity-changed', { ...identity, hostIds: [] }])?.dueAt).toBeUndefined();
  expect(rotation(['identity-destroyed', identity])).toBeUndefined();
});

test('a deleted or suspended identity rotates no more, until it is back', () => {
  const deleted: Fact = ['identity-deleted', { ...identity, deletedAt: TIME }];
  expect(rotation(deleted)?.dueAt).toBeUndefined();
  expect(rotation(deleted, ['identity-undeleted', identity])?.dueAt).toBe('2026-03-02T09:00:00.000Z');
  expect(rotation(failed(), requested)?.dueAt).toBe('2026-03-02T09:00:00.000Z');
  expect(rotation(failed({ suspended: true }))?.dueAt).toBeUndefined();
  const changed: Fact = ['identity-changed', { ...identity, hostIds: [], nextRotationAt: '2026-03-03T09:00:00.000Z' }];
  expect(rotation(failed({ suspended: true }), changed)?.dueAt).toBeUndefined();
});

test('a failed rotation comes again at its own date, whatever is changed meanwhile, and once', () => {
  const retryAt = '2026-03-01T09:30:00.000Z';
  const changed: Fact = ['identity-changed', { ...identity, hostIds: [] }];
  expect(rotation(failed({ retryAt }), changed)?.dueAt).toBe(retryAt);
  expect(rotation(failed({ retryAt }), requested)?.dueAt).toBe('2026-03-02T09:00:00.000Z');
  const without = (...facts: readonly Fact[]) =>
    after(['identity-created', { ...identity, hostIds: [] }], ...facts)['rotation:i']?.dueAt;
  expect(without(failed({ retryAt }))).toBe(retryAt);
  expect(without(failed({ retryAt }), requested)).toBeUndefined();
});

test('each try is told from those before, also from one that was called off and is still due', () => {
  expect([rotation()?.tries, rotation(requested, failed())?.tries]).toEqual([undefined, 1]);
  expect(rotation(requested, failed(), requested, failed())?.tries).toBe(2);
});

test('hosts are looked at daily; the date stays until each of them has been asked', () => {
  const on: Fact = ['identity-created', { ...identity, hostIds: ['h1', 'h2'], connector: 'linux-password' }];
  const asked = (hostId: string, time: string): Fact => [
    'job-queued',
    { ...identity, hostId, purpose: 'verification' },
    's-1',
    time,
  ];
  const date = (...facts: readonly Fact[]) => after(on, ...facts)['verification:i']?.dueAt;
  const [tomorrow, later, latest] = [
    '2026-03-02T09:00:00.000Z',
    '2026-03-02T09:10:00.000Z',
    '2026-03-02T11:00:00.000Z',
  ];
  expect(date()).toBe(tomorrow);
  expect(date(asked('h1', later))).toBe(tomorrow);
  expect(date(asked('h1', later), asked('h2', latest))).toBe('2026-03-03T11:00:00.000Z');
  // Asked before its date, because its agent was approved: that moves nothing.
  expect(date(asked('h1', TIME), asked('h2', later))).toBe(tomorrow);
});

describe('the daily look at hosts, after one refused what it should hold', () => {
  const on = (...hostIds: readonly string[]): Fact => [
    'identity-created',
    { ...identity, hostIds, connector: 'linux-password' },
  ];
  const changed = (...hostIds: readonly string[]): Fact => [
    'identity-changed',
    { ...identity, hostIds, connector: 'linux-password' },
  ];
  const told = (outcome: string, type: string, late = false): Fact => [
    'job-result-recorded',
    { ...identity, hostId: 'h1', type, outcome, late },
  ];
  const look = (...facts: readonly Fact[]) => after(on('h1', 'h2'), ...facts)['verification:i'];
  const drifted = told('drifted', 'verify');
  const tomorrow = '2026-03-02T09:00:00.000Z';

  test('is taken no more, however often the identity is edited, deleted and brought back', () => {
    expect(look(drifted)).toMatchObject({ hostIds: ['h1', 'h2'] });
    const deleted: Fact = ['identity-deleted', { ...identity, deletedAt: TIME }];
    const facts = [drifted, changed('h2', 'h1'), deleted, ['identity-undeleted', identity] as const];
    facts.forEach((_, n) =>
      expect(look(...facts.slice(0, n + 1))).toEqual(expect.not.objectContaining({ dueAt: expect.anything() })),
    );
  });

  test.each<[string, Fact]>([
    ['a person gave another value', ['identity-credential-replaced', identity]],
    ['a person brought an older value back', ['credential-version-restored', identity]],
    ['it was set on a host', told('confirmed', 'set')],
    ['it was rotated', ['rotation-confirmed', { ...identity, vaultOnly: false }]],
    ['it is on other hosts', changed('h2')],
  ])('is taken again once %s, of all its hosts', (_, fact) => {
    expect(look(drifted, fact)).toMatchObject({
      dueAt: tomorrow,
      hostIds: fact[0] === 'identity-changed' ? ['h2'] : ['h1', 'h2'],
    });
  });

  test('goes on when the news of it is late, and about a value or host that counts no more', () => {
    expect(look(told('drifted', 'verify', true))).toMatchObject({ dueAt: tomorrow });
  });
});

test('only rotations in the vault alone are owed by the vault', () => {
  const inMode = (mode: string): Fact => [
    'rotation-requested',
    { ...identity, rotationId: 'r', mode, requestedAt: TIME },
  ];
  expect(after(inMode('vault'))['vault-rotation:i']).toMatchObject({ dueAt: TIME, rotationId: 'r' });
  expect(after(inMode('hosts'), inMode('manual'))).toEqual({});
});

test('a first secret seals nothing anew; a later one does, until its own re-sealing is done', () => {
  const set = (secretVersion: number): Fact => ['organization-secret-set', { organizationId: 'o', secretVersion }];
  const done = (secretVersion: number): Fact => ['organization-resealed', { organizationId: 'o', secretVersion }];
  expect(after(set(1))).toEqual({});
  expect(after(set(1), set(2))['reseal:o']).toMatchObject({ dueAt: TIME, secretVersion: 2 });
  expect(after(set(1), set(2), set(3), done(2))['reseal:o']).toMatchObject({ secretVersion: 3 });
  expect(after(set(1), set(2), done(2))).toEqual({});
});

describe('reservations', () => {
  const member = (host: string) => ({ organizationId: 'o', hostId: host, identityId: 'i' });
  const vault = (what: string): Fact => [`vault-member-${what}`, identity];
  const host = (name: string, what: string): Fact => [`host-member-${what}`, member(name)];
  const account = (name: string, key: string, what: string): Fact => [
    `host-account-${what}`,
    member(name),
    `hostAccount-${key}`,
  ];
  const onHosts = (noun: string, ...hostIds: string[]): Fact => [noun, { ...identity, hostIds }];
  const due = (...facts: readonly Fact[]) => after(...facts)['reservation:i']?.dueAt;
  const ofWeb = [vault('reserved'), host('web', 'reserved'), account('web', 'k1', 'reserved')];
  const onWeb = [...ofWeb, onHosts('identity-created', 'web')];

  test('each half of a creation is to be put right, the whole is not', () => {
    for (let count = 1; count <= ofWeb.length; count++) {
      expect(due(...ofWeb.slice(0, count))).toBe('2026-03-01T09:10:00.000Z');
    }
    expect(due(...onWeb)).toBeUndefined();
    expect(after(vault('reserved'), onHosts('identity-created'))).toEqual({});
  });

  test('a change of accounts is whole only when the old one was given back', () => {
    const moving = [...onWeb, account('web', 'k2', 'reserved'), onHosts('identity-changed', 'web')];
    expect(due(...moving)).toBeDefined();
    expect(due(...moving, account('web', 'k1', 'released'))).toBeUndefined();
  });

  test('an identity that was on no host comes to one', () => {
    const plain = [vault('reserved'), onHosts('identity-created')];
    const coming = [...plain, host('web', 'reserved'), account('web', 'k1', 'reserved')];
    expect(due(...coming)).toBeDefined();
    expect(due(...coming, onHosts('identity-changed', 'web'))).toBeUndefined();
  });

  test('a deletion is whole when every place was given back, also when they were long forgotten here', () => {
    const deleted: Fact = ['identity-deleted', { ...identity, deletedAt: TIME }];
    const left = [account('web', 'k1', 'released'), host('web', 'released')];
    expect(due(...onWeb, deleted)).toBeDefined();
    expect(due(...onWeb, deleted, ...left)).toBeDefined();
    const gone = after(...onWeb, deleted, ...left, vault('released'));
    expect(gone['reservation:i']).toBeUndefined();
    const plain = [vault('reserved'), onHosts('identity-created'), deleted];
    expect(due(...plain)).toBeDefined();
    expect(due(...plain, vault('released'))).toBeUndefined();
    expect(due(...plain, vault('released'), vault('reserved'), ['identity-undeleted', identity])).toBeUndefined();
  });
});

test('what a deleted vault or organization sealed by is due 7 days later, until it is destroyed', () => {
  const vault = { organizationId: 'o', identityGroupId: 'v' };
  const due = { dueAt: '2026-03-08T09:00:00.000Z', organizationId: 'o' };
  expect(after(['vault-deleted', vault])).toEqual({
    'vault-keys:v': { id: 'vault-keys:v', kind: 'vault-keys', identityGroupId: 'v', ...due },
  });
  expect(after(['vault-deleted', vault], ['vault-keys-destroyed', vault])).toEqual({});
  const organization = { organizationId: 'o' };
  expect(after(['organization-deleted', organization])).toEqual({
    'organization-secrets:o': { id: 'organization-secrets:o', kind: 'organization-secrets', ...due },
  });
  expect(after(['organization-deleted', organization], ['organization-secrets-destroyed', organization])).toEqual({});
});
