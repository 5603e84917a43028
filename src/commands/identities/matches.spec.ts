import { PolicyFixture } from '../../../test/support/policy-fixture';
import type { PolicyNode } from '../../../test/support/policy-node';
import { RefusedError } from '../../kernel/refused-error';
import { ReplaceCredential } from './replace-credential';
import { RestoreVersion } from './restore-version';

/** Whether a value equals a stored one is told to people who may not see it five times an hour and identity, whoever counts. */
let application: PolicyFixture;
let nodes: readonly PolicyNode[];
let place: Awaited<ReturnType<PolicyFixture['identity']>>;
beforeEach(async () => {
  application = await PolicyFixture.open();
  nodes = [await application.node(), await application.node()];
  place = await application.identity(nodes[0]!.commands);
  await application.append('account', 'role-created', { roleId: 'm', name: 'M', permissions: ['pam_vaults.manage'] });
  for (const userId of ['eve', 'mallory']) {
    const createdAt = application.at(0);
    await application.append(`user-${userId}`, 'user-created', {
      userId,
      email: `${userId}@example.com`,
      support: false,
      createdAt,
    });
    await application.append(`user-${userId}`, 'user-roles-assigned', { userId, roles: [{ roleId: 'm' }] });
  }
});
afterEach(() => application.close());

const codeOf = (error: unknown): unknown => (error instanceof RefusedError ? error.refusal.code : error);
const set = (userId: string, value: string, node = nodes[0]!) =>
  node.commands
    .execute(new ReplaceCredential(application.as(userId), place.identityId, value))
    .then(() => 'set', codeOf);
const counted = () => application.facts(`credentialMatch-${place.identityId}`);

test('five answers of both codes together, of all such callers, on all nodes; then none, right or wrong', async () => {
  await set('owner', 'second');
  const guesses = ['second', 'hunter2'];
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, n) => set(n % 2 === 0 ? 'eve' : 'mallory', guesses[n % 2]!, nodes[(n >> 1) % 2])),
  );
  const told = answers.filter((code) => code === 'PASSWORD_UNCHANGED' || code === 'PASSWORD_REUSED');
  expect(told).toHaveLength(5);
  expect(answers.filter((code) => code === 'TOO_MANY_REQUESTS')).toHaveLength(7);
  expect(await counted()).toHaveLength(5);
  expect(await set('eve', 'a new one')).toBe('TOO_MANY_REQUESTS');
  expect(await set('owner', 'second')).toBe('PASSWORD_UNCHANGED');
  expect(await application.facts(`identity-${place.identityId}`, 'identity-credential-replaced')).toHaveLength(1);
});

test('a node that starts later counts the same, and an hour after the first answer there is one more', async () => {
  for (let n = 0; n < 5; n++) {
    expect(await set('eve', 'hunter2')).toBe('PASSWORD_UNCHANGED');
    application.pass(10);
  }
  const later = await application.node();
  expect(await set('eve', 'hunter2', later)).toBe('TOO_MANY_REQUESTS');
  application.pass(10);
  expect(await set('eve', 'hunter2', later)).toBe('PASSWORD_UNCHANGED');
  expect(await set('eve', 'hunter2', later)).toBe('TOO_MANY_REQUESTS');
});

test('answers of a clock that was a day ahead count no more once it is right', async () => {
  application.pass(24 * 60);
  for (let n = 0; n < 5; n++) expect(await set('eve', 'hunter2')).toBe('PASSWORD_UNCHANGED');
  application.pass(-24 * 60 + 1);
  for (let n = 0; n < 5; n++) expect(await set('eve', 'hunter2')).toBe('PASSWORD_UNCHANGED');
  expect(await set('eve', 'hunter2')).toBe('TOO_MANY_REQUESTS');
  application.pass(60);
  expect(await set('eve', 'hunter2')).toBe('PASSWORD_UNCHANGED');
});

test('what is refused before tells nothing: nothing is opened, and Retry-After says when', async () => {
  for (let n = 0; n < 5; n++) await set('eve', 'hunter2');
  const get = jest.spyOn(application.adapters.materialStore, 'get');
  const history = jest.spyOn(application.adapters.materialStore, 'history');
  const refusal = await nodes[0]!.commands
    .execute(new ReplaceCredential(application.as('eve'), place.identityId, 'hunter2'))
    .catch((error: unknown) => (error as RefusedError).refusal);
  expect(refusal).toMatchObject({ code: 'TOO_MANY_REQUESTS', extra: { retryAfterSeconds: 3600 } });
  expect([get.mock.calls, history.mock.calls]).toEqual([[], []]);
});

test('whoever may see the value, by a grant or as an owner, is told freely and not counted', async () => {
  await application.person('eve', place);
  await application.append('user-eve', 'user-roles-assigned', { userId: 'eve', roles: [{ roleId: 'm' }] });
  for (let n = 0; n < 7; n++) {
    expect(await set('eve', 'hunter2')).toBe('PASSWORD_UNCHANGED');
    expect(await set('owner', 'hunter2')).toBe('PASSWORD_UNCHANGED');
  }
  expect(await counted()).toHaveLength(0);
});

test('no answer, where it can’t be made a fact', async () => {
  const { eventStore } = application.adapters;
  const deaf = Object.create(eventStore) as typeof eventStore;
  deaf.append = (stream, expected, events) =>
    stream.startsWith('credentialMatch-')
      ? Promise.reject(new Error('the store does not answer'))
      : eventStore.append(stream, expected, events);
  const node = await application.node({ eventStore: deaf });
  expect(await set('eve', 'hunter2', node)).toEqual(new Error('the store does not answer'));
});

test('bringing back a version with the value in force is an answer too', async () => {
  await set('owner', 'second');
  const restore = (version: number) =>
    nodes[0]!.commands
      .execute(new RestoreVersion(application.as('eve'), place.identityId, version))
      .then(() => 'set', codeOf);
  expect(await restore(1)).toBe('set');
  for (let n = 0; n < 5; n++) expect(await restore(1)).toBe('PASSWORD_UNCHANGED');
  expect(await restore(1)).toBe('TOO_MANY_REQUESTS');
  expect(await restore(2)).toBe('TOO_MANY_REQUESTS');
  expect((await counted())[0]).toMatchObject({
    type: 'keyledger.credential-version-restore-refused.v1',
    data: { version: 1 },
  });
});

test('the same letters in another form are another value', async () => {
  await set('owner', 'caf\u00e9');
  expect(await set('owner', 'cafe\u0301')).toBe('set');
  expect(await set('owner', 'CAFE\u0301')).toBe('set');
});

test('a value in force that does not open can be mended by any other', async () => {
  const sealed = await application.adapters.materialStore.get(place.identityId, 1);
  await application.adapters.materialStore.replace({ ...sealed!, box: Buffer.alloc(64) }, 1);
  expect(await set('owner', 'hunter2')).toBe('set');
});
