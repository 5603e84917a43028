import { createHash } from 'node:crypto';
import type { Client } from '../support/application/client';
import { importing, jsonlOf, type ImportOptions } from '../support/application/importing';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, SECRET, type Fixture } from '../support/application/fixture';
import { v1Box } from '../support/v1-box';

/** Moving in: what there was before comes by a file. */
let application: RunningApplication;
let fixture: Fixture;
let owner: Client;
let manager: Client;
beforeAll(async () => {
  application = await runningApplication();
});
beforeEach(async () => {
  fixture = await newFixture(application);
  ({ owner, manager } = fixture.people);
});
afterAll(() => application.end());

const send = (who: Client, file: string | Uint8Array, options?: ImportOptions) =>
  importing(application, fixture.organizationId)(who, file, options);
const applied = (who: Client, file: string | Uint8Array, options: ImportOptions = {}) =>
  send(who, file, { ...options, apply: true });
const identity = (name: string, more: object = {}) => ({
  kind: 'identity',
  vault: 'Old servers',
  name,
  username: 'root',
  credential: `secret of ${name}`,
  ...more,
});
const vault = { kind: 'vault', name: 'Old servers', description: 'moved in' };
const identitiesIn = async (name: string) => {
  const { items } = await owner.ok('GET', `/identity-groups?organizationId=${fixture.organizationId}`);
  const found = items.filter((each: { name: string }) => each.name === name);
  expect(found.length).toBeLessThanOrEqual(1);
  if (found.length === 0) return [];
  return (await owner.ok('GET', `/identities?identityGroupId=${found[0].id}&limit=200`)).items;
};
const head = async () => application.adapters.eventStore.head();

test('a file of every kind is made, in its order, with names that refer to what came before', async () => {
  const file = jsonlOf(
    vault,
    { kind: 'host', name: 'db1' },
    identity('plain', { hosts: ['db1'], rotationIntervalDays: 30, rotateAfterUse: true }),
    identity('legacy', { scheme: 'v1', credential: v1Box(SECRET, 'from v1'), credentialType: 'api_key' }),
    identity('open', { scheme: 'plaintext', username: 'app' }),
    { kind: 'grant', vault: 'Old servers', user: `User-${fixture.people.user.email.split('-')[1]}`, level: 'checkout' },
    {
      kind: 'grant',
      vault: 'Old servers',
      group: `Operators ${fixture.people.user.email.match(/\d+/)?.[0]}`,
      level: 'view_vault',
    },
  );
  const answer = await applied(owner, file);
  expect(answer.findings).toEqual([]);
  expect(answer.summary).toEqual({
    digest: createHash('sha256').update(file).digest('hex'),
    apply: true,
    lines: 7,
    made: 7,
    exists: 0,
    refused: 0,
    warnings: 0,
  });
  const made = await identitiesIn('Old servers');
  expect(made.map((each: { name: string; scheme: string }) => [each.name, each.scheme]).toSorted()).toEqual([
    ['legacy', 'v1'],
    ['open', 'plaintext'],
    ['plain', 'v2'],
  ]);
  const legacy = made.find(({ name }: { name: string }) => name === 'legacy');
  expect((await owner.ok('POST', `/identities/${legacy.id}/reveal`)).credential.value).toBe('from v1');
  const again = await applied(owner, file);
  expect(again.summary).toMatchObject({ made: 0, exists: 7, refused: 0 });
  expect(await identitiesIn('Old servers')).toHaveLength(3);
});

test('a dry run says what would become of each line, and writes nothing', async () => {
  await owner.ok('GET', '/me');
  const before = await head();
  const file = jsonlOf(
    vault,
    { kind: 'host', name: 'h' },
    identity('a', { hosts: ['h'] }),
    identity('a'),
    identity('b', { hosts: ['h'] }),
  );
  const answer = await send(owner, file);
  expect(answer.summary).toMatchObject({ apply: false, lines: 5, made: 3, exists: 1, refused: 1 });
  expect(answer.findings).toEqual([
    { line: 5, kind: 'identity', status: 'refused', code: 'ACCOUNT_ALREADY_MANAGED', detail: expect.any(String) },
  ]);
  expect(await head()).toBe(before);
  expect(await identitiesIn('Old servers')).toEqual([]);
  expect((await applied(owner, file)).summary).toMatchObject({ apply: true, lines: 5, made: 3, exists: 1, refused: 1 });
});

test('each line is judged by the permissions of the caller, with the facts of its command', async () => {
  const file = jsonlOf(vault, { kind: 'host', name: 'h' }, identity('a'), identity('b', { scheme: 'plaintext' }), {
    ...identity('c'),
    scheme: 'v1',
    credential: v1Box(SECRET, 'stolen elsewhere'),
  });
  for (const apply of [false, true]) {
    const answer = await send(manager, file, { apply });
    expect(answer.summary).toMatchObject({ made: 2, refused: 3 });
    expect(answer.findings.map(({ line, code }) => [line, code])).toEqual([
      [2, 'PERMISSION_DENIED'],
      [4, 'PERMISSION_DENIED'],
      [5, 'PERMISSION_DENIED'],
    ]);
  }
  const { items } = await owner.ok(
    'GET',
    `/audit?organizationId=${fixture.organizationId}&type=keyledger.identity-create-refused.v1`,
  );
  expect(items.map((each: { data: { name: string } }) => each.data.name).toSorted()).toEqual(['b', 'c']);
  expect(items[0].actor.email).toBe(manager.email);
  const hosts = await send(fixture.people.hostAdmin, jsonlOf({ kind: 'host', name: 'mine' }, vault, identity('a')));
  expect(hosts.summary).toMatchObject({ made: 1, refused: 2 });
  for (const [who, status] of [
    ['viewer', 403],
    ['auditor', 403],
    ['stranger', 404],
    ['admin', 403],
  ] as const) {
    expect((await send(fixture.people[who], file)).status).toBe(status);
  }
});

test('who may not manage learns no name: what is there and what is not look the same', async () => {
  await applied(owner, jsonlOf(vault, identity('a')));
  const lines = [vault, { ...vault, name: 'nothing' }, identity('a'), identity('a', { vault: 'nothing' })];
  const grants = ['Old servers', 'nothing'].map((name) => ({
    kind: 'grant',
    vault: name,
    user: owner.email,
    level: 'checkout',
  }));
  for (const apply of [false, true]) {
    const { findings } = await send(fixture.people.hostAdmin, jsonlOf(...lines, ...grants), { apply });
    expect(findings.map(({ code }) => code)).toEqual(Array.from({ length: 6 }, () => 'PERMISSION_DENIED'));
  }
});

test('a v1 value that does not open under the secret of this organization is refused, dry or not', async () => {
  const foreign = v1Box('the secret of another organization', 'x');
  const file = jsonlOf(
    vault,
    identity('a', { scheme: 'v1', credential: foreign }),
    identity('b', { scheme: 'v1', credential: '!' }),
  );
  for (const apply of [false, true]) {
    const { findings, text } = await send(owner, file, { apply });
    expect(findings.map(({ line, code }) => [line, code])).toEqual([
      [2, 'CREDENTIAL_NOT_USABLE'],
      [3, 'CREDENTIAL_NOT_USABLE'],
    ]);
    expect(text).not.toContain(foreign);
  }
});

test('bad lines are told by number, and nothing that stands in one is quoted', async () => {
  const secret = 'TOPSECRET';
  const bad = [
    secret,
    `{"kind": "identity", "credential": "${secret}"`,
    `["${secret}"]`,
    JSON.stringify({ kind: secret }),
    JSON.stringify({ ...identity('x'), [secret]: 1 }),
    JSON.stringify({ ...identity('x'), credentialType: secret }),
    JSON.stringify({ ...identity('x'), vault: secret }),
    JSON.stringify({ ...identity('x'), hosts: [secret] }),
    JSON.stringify({ ...identity('x'), connector: secret }),
    JSON.stringify({ ...identity('x'), connectorSettings: { [secret]: 1 } }),
    JSON.stringify({ ...identity('x'), username: `${secret}\n` }),
    JSON.stringify({ kind: 'grant', vault: 'Old servers', user: `${secret}@example.com`, level: 'checkout' }),
    JSON.stringify({ kind: 'grant', vault: 'Old servers', level: 'checkout' }),
    JSON.stringify({ kind: 'grant', vault: 'Old servers', user: owner.email, level: secret }),
    `{"kind": "vault", "name": "${secret}", "name": "other"}`,
    '\ud800',
    `{"kind": "vault", "name": "${'x'.repeat(1_100_000)}"}`,
  ];
  const good = [JSON.stringify(vault), '', JSON.stringify(identity('good'))];
  const { findings, summary, text } = await applied(owner, [good[0], ...bad, ...good.slice(1)].join('\n'));
  expect(findings.map(({ line }) => line)).toEqual(bad.map((_, n) => n + 2));
  expect(findings.every(({ status, code, detail }) => status === 'refused' && code && detail)).toBe(true);
  expect(text).not.toContain(secret);
  expect(summary).toMatchObject({ lines: bad.length + 2, made: 2, refused: bad.length });
  expect(application.logged.join('')).not.toContain(secret);
});

test('a name that several have is refused, and so is what is named before it is made', async () => {
  const { organizationId } = fixture;
  for (const _ of [1, 2]) await owner.ok('POST', '/identity-groups', { name: 'Twice', organizationId });
  const { findings } = await applied(
    owner,
    jsonlOf(
      identity('a', { vault: 'Twice' }),
      identity('b'),
      vault,
      identity('b'),
      identity('c', { hosts: ['later'] }),
      { kind: 'host', name: 'later' },
    ),
  );
  expect(findings.map(({ line, code }) => [line, code])).toEqual([
    [1, 'AMBIGUOUS_NAME'],
    [2, 'NOT_FOUND'],
    [5, 'NOT_FOUND'],
  ]);
});

test('two imports of one file at once make everything once; what was deleted since is made anew', async () => {
  const lines = Array.from({ length: 40 }, (_, n) => identity(`id ${n}`));
  const file = jsonlOf(vault, { kind: 'host', name: 'h' }, ...lines);
  const answers = await Promise.all([applied(owner, file), applied(owner, file), applied(manager, file)]);
  expect(answers.map(({ summary }) => summary.made + summary.exists + summary.refused)).toEqual([42, 42, 42]);
  const made = await identitiesIn('Old servers');
  expect(new Set(made.map((each: { name: string }) => each.name)).size).toBe(40);
  expect(made).toHaveLength(40);
  expect((await owner.ok('GET', `/hosts?organizationId=${fixture.organizationId}`)).items).toHaveLength(1);
  await owner.ok('DELETE', `/identities/${made[0].id}?purge=true`);
  expect((await applied(owner, file)).summary).toMatchObject({ made: 1, exists: 41 });
  expect(await identitiesIn('Old servers')).toHaveLength(40);
});

test('a grant is given once, however many imports give it at once', async () => {
  const grant = { kind: 'grant', vault: 'Old servers', user: fixture.people.user.email, level: 'checkout' };
  const file = jsonlOf(vault, grant, { ...grant, level: 'view_vault' });
  const answers = await Promise.all([1, 2, 3].map(() => applied(owner, file)));
  expect(answers.map(({ summary }) => [summary.made + summary.exists, summary.refused])).toEqual(
    answers.map(() => [3, 0]),
  );
  const [{ id }] = (await owner.ok('GET', `/identity-groups?organizationId=${fixture.organizationId}&q=Old`)).items;
  const given = (await owner.ok('GET', `/identity-groups/${id}/access`)).items;
  expect(given.map(({ level }: { level: string }) => level).toSorted()).toEqual(['checkout', 'view_vault']);
  await owner.ok('DELETE', `/identity-groups/${id}/access/${given[0].id}`);
  expect((await applied(owner, file)).summary).toMatchObject({ made: 1, exists: 2 });
});

test('what was renamed since is not what is called so: it is made, as the dry run says', async () => {
  await applied(owner, jsonlOf(vault, { kind: 'host', name: 'h' }, identity('a', { hosts: ['h'] })));
  const [a] = await identitiesIn('Old servers');
  const rename = (path: string) => owner.ok('PATCH', path, { name: 'renamed' });
  await rename(`/identities/${a.id}`);
  await rename(`/hosts/${a.hostIds[0]}`);
  const again = jsonlOf({ kind: 'host', name: 'h' }, identity('a', { hosts: ['h'] }));
  for (const apply of [false, true]) {
    expect((await send(owner, again, { apply })).summary).toMatchObject({ made: 2, exists: 0, refused: 0 });
  }
  expect(await identitiesIn('Old servers')).toHaveLength(2);
  await rename(`/identity-groups/${a.identityGroupId}`);
  const file = jsonlOf(vault, identity('b'));
  for (const apply of [false, true]) {
    expect((await send(owner, file, { apply })).summary).toMatchObject({ made: 2, exists: 0, refused: 0 });
  }
  expect((await identitiesIn('Old servers')).map(({ name }: { name: string }) => name)).toEqual(['b']);
  expect(await identitiesIn('renamed')).toHaveLength(2);
  expect((await applied(owner, file)).summary).toMatchObject({ made: 0, exists: 2 });
});

test('of entries that are called the same the first is imported, and each with another value is told, dry or not', async () => {
  const entries = ['a,root,one', 'a,root,two', 'a,root,one', 'a,app,three'].map((cells) => `Old servers,${cells}\n`);
  const file = `Group,Title,Username,Password\n${entries.join('')}`;
  for (const apply of [false, true, true]) {
    const { findings } = await send(owner, file, { apply, format: 'keepass-csv' });
    expect(findings).toEqual([
      { line: 3, kind: 'identity', status: 'warning', code: 'NAME_REPEATED', detail: expect.any(String) },
    ]);
  }
  const made = await identitiesIn('Old servers');
  expect(made).toHaveLength(2);
  const [root] = made.filter(({ username }: { username: string }) => username === 'root');
  expect((await owner.ok('POST', `/identities/${root.id}/reveal`)).credential.value).toBe('one');
});

test('a line that is refused keeps its name free for the next one of the file', async () => {
  const bad = identity('a', { scheme: 'v1', credential: v1Box('the secret of another organization', 'x') });
  const { summary } = await applied(owner, jsonlOf(vault, bad, bad, identity('a'), identity('a')));
  expect(summary).toMatchObject({ made: 2, exists: 1, refused: 2 });
  expect(await identitiesIn('Old servers')).toHaveLength(1);
});

test('it takes a stream of bytes alone, and no idempotency key is needed', async () => {
  const large = JSON.stringify(vault).padEnd(600 * 1024);
  for (const [type, body] of [
    ['application/json', JSON.stringify(vault)],
    ['application/json', jsonlOf(vault, vault)],
    ['application/json', large],
    ['application/x-www-form-urlencoded', large],
    ['text/plain', 'x'],
  ] as const) {
    const answer = await owner.post(`/organizations/${fixture.organizationId}/imports`, body, { 'content-type': type });
    expect(answer.body).toMatchObject({ status: 415, detail: 'Send the file as application/octet-stream.' });
  }
  expect((await send(owner, 'x', { headers: { 'content-encoding': 'gzip' } })).status).toBe(415);
  expect((await send(owner, 'x', { format: 'zip' })).status).toBe(400);
  const keyed = { headers: { 'idempotency-key': 'k' } };
  expect((await applied(owner, jsonlOf(vault), keyed)).summary).toMatchObject({ made: 1 });
  expect((await applied(owner, jsonlOf({ ...vault, name: 'B' }), keyed)).summary).toMatchObject({ made: 1 });
  expect((await send(owner, '')).summary).toMatchObject({ lines: 0, made: 0 });
  const elsewhere = await importing(application, fixture.elsewhereId)(owner, jsonlOf(vault, identity('a')));
  expect(elsewhere.findings).toMatchObject([{ line: 2, code: 'ORGANIZATION_SECRET_NOT_FOUND' }]);
});
