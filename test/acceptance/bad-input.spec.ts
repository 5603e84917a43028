import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { badValues } from '../support/edge/bad-values';
import { describedRoutes, filled, leastOf, type DescribedRoutes, type Route } from '../support/edge/described-routes';
import { fieldsOf } from '../support/edge/fields-of';
import type { Answer, Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';

/** What is not valid is told by name, on every route, and writes nothing. */
let application: RunningApplication;
let fixture: Fixture;
let owner: Client;
let routes: readonly Route[];
let resolve: DescribedRoutes['resolve'];
let identityId: string;
let before: string;

beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  ({ owner } = fixture);
  ({ id: identityId } = await fixture.newIdentity());
  ({ routes, resolve } = describedRoutes(await owner.ok('GET', '/openapi.json')));
  before = await application.adapters.eventStore.head();
});
afterAll(() => application.end());

const refusedBy = ({ status, body }: Answer, field: string): boolean =>
  status === 400 &&
  body.code === 'VALIDATION_FAILED' &&
  body.errors.some((error: { field: string; message: string }) => error.field === field && error.message !== '');

/** Describes what was answered instead of a refusal by name; empty when all is well. */
const wrongly = (what: string, answer: Answer, field: string): readonly string[] =>
  refusedBy(answer, field) ? [] : [`${what}: ${answer.status} ${answer.text.slice(0, 300)}`];

test('every field of every body is refused by name when it is not what it must be', async () => {
  const bodies = routes.filter(({ body }) => body?.properties !== undefined);
  expect(bodies.length).toBeGreaterThan(20);
  const wrong: string[] = [];
  let tried = 0;
  for (const { method, path, body = {} } of bodies) {
    for (const field of fieldsOf(body, resolve)) {
      for (const { name, value } of badValues(field.schema)) {
        const answer = await owner.send(method, filled(path), field.with(value));
        wrong.push(...wrongly(`${method} ${path} ${field.path} ${name}`, answer, field.path));
        tried += 1;
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(tried).toBeGreaterThan(500);
}, 60_000);

test('the table knows the fields of what may be cleared, and the members of records', () => {
  const known = routes.flatMap(({ method, path, body = {} }) =>
    method === 'PATCH' ? fieldsOf(body, resolve).map((field) => `${path} ${field.path}`) : [],
  );
  expect(known).toEqual(
    expect.arrayContaining([
      '/identities/{id} connectorSettings.member',
      '/identities/{id} passwordPolicy.classes[0].chars',
      '/identity-groups/{id} approvalPolicy.approvers.users[0]',
      '/organizations/{id} settings.passwordPolicy.maxClassRun',
    ]),
  );
});

test('every command refuses what it does not know, what is missing, and what is no object', async () => {
  const wrong: string[] = [];
  for (const { method, path, body } of routes.filter((route) => route.body !== undefined)) {
    const send = (text: string) => owner.send(method, filled(path), text, { 'content-type': 'application/json' });
    for (const name of ['unknownField', '$where', 'constructor', '__proto__']) {
      wrong.push(...wrongly(`${method} ${path} ${name}`, await send(`{"${name}": 1}`), name));
    }
    const whole = [
      'null',
      '[]',
      '"text"',
      '5',
      '{"a":',
      '\u0000',
      '['.repeat(100_000),
      `{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`,
    ];
    for (const text of whole) {
      wrong.push(...wrongly(`${method} ${path} ${text.slice(0, 20)}`, await send(text), 'body'));
    }
    const tooLarge = await send(JSON.stringify({ name: 'x'.repeat(512 * 1024) }));
    expect([path, tooLarge.status, tooLarge.body.code]).toEqual([path, 413, 'PAYLOAD_TOO_LARGE']);
    for (const name of (body as { required?: readonly string[] }).required ?? []) {
      wrong.push(...wrongly(`${method} ${path} without ${name}`, await send('{}'), name));
    }
  }
  expect(wrong).toEqual([]);
}, 60_000);

test('every list refuses parameters that are unknown, doubled or not what they must be', async () => {
  const wrong: string[] = [];
  for (const { path, parameters } of routes.filter(
    ({ method, security }) => method === 'GET' && security === undefined,
  )) {
    const ask = async (query: string, field: string) =>
      wrong.push(...wrongly(`GET ${path}?${query}`, await owner.get(`${filled(path)}?${query}`), field));
    await ask('unknown=1', 'unknown');
    await ask('$where=1', '$where');
    for (const { name, schema } of parameters.filter((parameter) => parameter.in === 'query')) {
      const texts = badValues(resolve(schema)).filter(({ value }) => typeof value === 'string' && value !== 'true');
      const readable = texts.filter(({ name: how }) => !/surrogate|^text$/.test(how));
      for (const { value } of readable) {
        await ask(`${name}=${encodeURIComponent(value as string)}`, name);
      }
      await ask(`${name}=%ff`, name);
      // A list is given once for each of its values.
      if (resolve(schema).type !== 'array') await ask(`${name}=a&${name}=a`, name);
      await ask(`${name}[$gt]=`, `${name}[$gt]`);
    }
  }
  expect(wrong).toEqual([]);
}, 30_000);

test('a cursor that was tampered with is refused by every list', async () => {
  const lists = routes.filter(
    ({ method, parameters }) => method === 'GET' && parameters.some(({ name }) => name === 'cursor'),
  );
  expect(lists.length).toBeGreaterThan(8);
  const { nextCursor } = await owner.ok('GET', '/users?limit=1');
  const [text = '', proof = ''] = nextCursor.split('.');
  const forged = Buffer.from(JSON.stringify([0, 'x'])).toString('base64url');
  const cursors = [`${forged}.${proof}`, `${text}.${proof.slice(1)}A`, text, `${nextCursor}.x`, 'e30.e30', '..%2F..'];
  const wrong: string[] = [];
  for (const { path } of lists) {
    const id = path.startsWith('/streams/') ? `identity-${identityId}` : identityId;
    // Well made, but for another list.
    for (const cursor of path === '/users' ? cursors : [...cursors, nextCursor]) {
      const answer = await owner.get(`${filled(path, id)}?cursor=${cursor}`);
      wrong.push(...wrongly(`GET ${path} ${cursor}`, answer, 'cursor'));
    }
  }
  expect(wrong).toEqual([]);
});

test.each([
  'nobody',
  '..%2F..%2Fetc',
  '%00',
  "'%20OR%201=1",
  '%7B%22$gt%22:%22%22%7D',
  'x'.repeat(300),
  '%F0%9F%94%91',
  '<script>',
])('an id like %s is nowhere to be found', async (id) => {
  const named = routes.filter(({ path, method }) => path.includes('{') && method !== 'POST' && method !== 'PUT');
  for (const { method, path } of named) {
    const answer = await owner.send(method, filled(path, id), method === 'PATCH' ? {} : undefined);
    expect([method, path, answer.status, answer.body.code]).toEqual([method, path, 404, 'NOT_FOUND']);
  }
});

test("what another organization holds is refused in the words of what doesn't exist", async () => {
  const { stranger } = fixture.people;
  const ids: Readonly<Record<string, string>> = {
    identities: identityId,
    'identity-groups': fixture.vaultId,
    organizations: fixture.organizationId,
  };
  for (const [noun, id] of Object.entries(ids)) {
    for (const route of routes.filter((each) => each.path.startsWith(`/${noun}/{id}`))) {
      const { method, path, body } = route;
      const required = (body as { required?: readonly string[] } | undefined)?.required ?? [];
      if (required.length > 0) continue;
      const send = (of: string) => stranger.send(method, filled(path.replace('{id}', of)), ...leastOf(route, {}));
      const [hidden, absent] = [await send(id), await send('nobody')];
      expect([method, path, hidden.status]).toEqual([method, path, absent.status]);
      const [{ correlationId: _h, ...told }, { correlationId: _a, ...plain }] = [hidden.body, absent.body];
      expect(JSON.stringify(told).replaceAll(id, 'nobody')).toBe(JSON.stringify(plain));
      expect(hidden.status === 404 || hidden.status === 403).toBe(true);
    }
  }
});

test.each([
  ['no reason', { durationMinutes: 5 }, 'reason', 'is required'],
  ['a reason of nothing', { reason: '', durationMinutes: 5 }, 'reason', 'must not be empty'],
  ['a reason of blanks', { reason: ' \u2003 ', durationMinutes: 5 }, 'reason', 'must not be empty'],
  ['a reason of 501', { reason: 'x'.repeat(501), durationMinutes: 5 }, 'reason', 'must have at most 500 characters'],
  ['4 minutes', { reason: 'x', durationMinutes: 4 }, 'durationMinutes', 'must be at least 5'],
  ['1441 minutes', { reason: 'x', durationMinutes: 1441 }, 'durationMinutes', 'must be at most 1440'],
  ['5.5 minutes', { reason: 'x', durationMinutes: 5.5 }, 'durationMinutes', 'must be a whole number'],
  [
    'a host that is not its own',
    { reason: 'x', durationMinutes: 5, hostId: 'h1' },
    'hostId',
    "must be one of the identity's hosts",
  ],
])('a checkout with %s is refused', async (_, body, field, message) => {
  const answer = await owner.post(`/identities/${identityId}/checkout`, body);
  expect(answer.body).toMatchObject({ status: 400, code: 'VALIDATION_FAILED', errors: [{ field, message }] });
});

test('none of it wrote anything but refusals', async () => {
  const { eventStore } = application.adapters;
  const facts: RecordedEvent[] = [];
  for (let page = await eventStore.readAll({ from: before, limit: 500 }); page.length > 0;) {
    facts.push(...page);
    page = await eventStore.readAll({ from: facts.at(-1)?.position ?? before, limit: 500 });
  }
  expect(facts.map(({ type }) => type).filter((type) => !type.endsWith('-refused.v1'))).toEqual([]);
});

test.each([
  '<script>alert(1)</script>',
  '../../etc/passwd',
  "'; DROP TABLE events; --",
  '{"$gt": ""}',
  '${jndi:ldap://x}',
  '%s%n',
  '=1+1',
])('a name like %s is a name like any other', async (name) => {
  const { organizationId, vaultId } = fixture;
  const vault = await owner.ok('POST', '/identity-groups', { name, description: name, organizationId });
  const identity = { identityGroupId: vaultId, name, username: name, credential: name, credentialType: 'other' };
  const { id } = await owner.ok('POST', '/identities', identity);
  expect(vault).toMatchObject({ name, description: name });
  expect(await owner.ok('GET', `/identities/${id}`)).toMatchObject({ name, username: name });
  expect((await owner.ok('POST', `/identities/${id}/reveal`)).credential.value).toBe(name);
  const found = await owner.ok('GET', `/identities?q=${encodeURIComponent(name)}`);
  expect(found.items.map((item: { id: string }) => item.id)).toContain(id);
  for (const path of ['/idp/groups', '/roles', '/organizations']) {
    const made = await owner.ok('POST', path, { name, ...(path === '/roles' ? { permissions: [] } : {}) });
    expect(made.name).toBe(name);
  }
});

test.each(['/identities', '/identity-groups', '/hosts', '/jobs', '/sessions', '/audit'])(
  'an organization there is not has no list at %s, whoever asks',
  async (path) => {
    for (const person of [owner, fixture.people.viewer, fixture.people.stranger]) {
      const { status, body } = await person.get(`${path}?organizationId=nothing`);
      expect([status, body.detail]).toEqual([404, 'There is no such organization.']);
    }
  },
);
