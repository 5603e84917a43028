import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';

let application: RunningApplication;
let owner: Client;
let auditor: Client;
let acme: { id: string };
let other: { id: string };
let vault: { id: string };
let identity: { id: string };
let session: { id: string };

interface Entry {
  readonly type: string;
  readonly outcome: string;
  readonly organizationId?: string;
  readonly position: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const typesOf = (items: readonly Entry[]): readonly string[] => items.map(({ type }) => type);
const audit = async (who: Client, query = ''): Promise<readonly Entry[]> =>
  (await who.ok('GET', `/audit?limit=200${query}`)).items;

beforeAll(async () => {
  application = await runningApplication();
  owner = await application.as('owner@example.com');
  acme = await owner.ok('POST', '/organizations', { name: 'Acme' });
  other = await owner.ok('POST', '/organizations', { name: 'Other' });
  await owner.ok('PUT', `/organizations/${acme.id}/secret`, { secret: 's'.repeat(40) });
  vault = await owner.ok('POST', '/identity-groups', { name: 'Production', organizationId: acme.id });
  identity = await owner.ok('POST', '/identities', {
    identityGroupId: vault.id,
    name: 'db',
    username: 'admin',
    credential: 'never-to-be-seen-in-the-audit',
    credentialType: 'password',
  });
  const reason = '=HYPERLINK("http://evil","look")';
  const out = await owner.ok('POST', `/identities/${identity.id}/checkout`, { reason, durationMinutes: 5 });
  session = out.session;
  await owner.post(`/identities/${identity.id}/checkout`, { reason: 'again', durationMinutes: 6 });
  await owner.ok('POST', `/sessions/${session.id}/checkin`);

  const role = await owner.ok('POST', '/roles', { name: 'Auditor', permissions: ['pam_audit.read'] });
  auditor = await application.as('auditor@example.com');
  const me = await auditor.ok('GET', '/me');
  await owner.ok('PUT', `/users/${me.user.id}/roles`, { roles: [{ roleId: role.id, organizationId: acme.id }] });
});
afterAll(() => application.end());

test('a checkout, its refusal and the checkin are told with who, why and what came of it', async () => {
  const items = await audit(owner, `&identityId=${identity.id}&order=asc`);
  expect(typesOf(items)).toEqual(
    expect.arrayContaining([
      'keyledger.identity-created.v1',
      'keyledger.identity-checked-out.v1',
      'keyledger.identity-check-out-refused.v1',
      'keyledger.identity-checked-in.v1',
    ]),
  );
  const place = { organizationId: acme.id, identityGroupId: vault.id, identityId: identity.id };
  expect(items.find(({ type }) => type === 'keyledger.identity-checked-out.v1')).toMatchObject({
    ...place,
    outcome: 'success',
    sessionId: session.id,
    durationMinutes: 5,
    breakGlass: false,
    stream: `identity-${identity.id}`,
    actor: { kind: 'user', email: 'owner@example.com' },
    ip: expect.any(String),
    data: { ownerBypass: true },
  });
  expect(items.find(({ outcome }) => outcome === 'refused')).toMatchObject({
    ...place,
    type: 'keyledger.identity-check-out-refused.v1',
    code: 'ALREADY_CHECKED_OUT',
    reason: 'again',
    durationMinutes: 6,
  });
});

test('the newest come first unless asked otherwise, and pages join without gap or repetition', async () => {
  const whole = (await audit(owner, '&order=asc')).map(({ position }) => position);
  expect(whole).toEqual(whole.toSorted());
  const paged: string[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: Entry[]; nextCursor: string | null } = await owner.ok(
      'GET',
      `/audit?limit=7${cursor === null ? '' : `&cursor=${cursor}`}`,
    );
    paged.push(...page.items.map(({ position }) => position));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(paged).toEqual(paged.toSorted().toReversed());
  expect(new Set(paged)).toEqual(new Set([...whole, ...paged.filter((position) => position > (whole.at(-1) ?? ''))]));
});

test('read forward page by page it ends where it stood at the first, though every page is a fact of its own', async () => {
  const before = (await audit(owner)).length;
  let pages = 0;
  for (let cursor: string | null = ''; cursor !== null && pages < 2 * before; pages += 1) {
    const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
    cursor = (await owner.ok('GET', `/audit?limit=1&order=asc${more}`)).nextCursor;
  }
  expect([before, before + 1]).toContain(pages);
});

test.each([
  ['organizationId', () => acme.id, (entry: Entry) => entry.organizationId === acme.id],
  ['type', () => 'keyledger.vault-created.v1', (entry: Entry) => entry.type === 'keyledger.vault-created.v1'],
  ['outcome', () => 'refused', (entry: Entry) => entry.outcome === 'refused'],
  ['outcome', () => 'success', (entry: Entry) => entry.outcome === 'success'],
  ['sessionId', () => session.id, (entry: Entry) => entry.data['sessionId'] === session.id],
  ['identityGroupId', () => vault.id, (entry: Entry) => entry.data['identityGroupId'] === vault.id],
])('filtered by %s, only what fits is told, and something does', async (name, value, fits) => {
  const items = await audit(owner, `&${name}=${value()}`);
  expect(items.length).toBeGreaterThan(0);
  expect(items.filter((entry) => !fits(entry))).toEqual([]);
});

test('an actor is found by id and by e-mail, however it is spelled', async () => {
  const { user } = await owner.ok('GET', '/me');
  const byId = await audit(owner, `&actor=${user.id}&type=keyledger.vault-created.v1`);
  const byEmail = await audit(owner, '&actor=OWNER%40example.com&type=keyledger.vault-created.v1');
  expect(byId).toHaveLength(1);
  expect(byEmail).toEqual(byId);
});

test('filtered by time, exactly that part of the trail is told', async () => {
  const all = (await owner.ok('GET', '/audit?limit=200&order=asc&to=2100-01-01T00:00:00Z')).items as (Entry & {
    time: string;
  })[];
  const { time } = all[Math.floor(all.length / 2)] ?? { time: '' };
  const later = all.filter((entry) => entry.time >= time).length;
  const until = all.at(-1)?.position ?? '';
  const from = await audit(owner, `&order=asc&from=${time}`);
  expect(from.filter(({ position }) => position <= until)).toHaveLength(later);
  expect(await audit(owner, `&to=${time}`)).toHaveLength(all.length - later);
  expect(await audit(owner, '&to=1999-01-01T00:00:00Z')).toEqual([]);
});

test('who holds the permission in one organization sees that one, and nothing of the account', async () => {
  const items = await audit(auditor);
  expect(items.length).toBeGreaterThan(5);
  expect(items.filter(({ organizationId }) => organizationId !== acme.id)).toEqual([]);
  expect((await auditor.get(`/audit?organizationId=${other.id}`)).body).toMatchObject({ status: 404 });
});

test('looking into the audit is a fact, a refused look too', async () => {
  const nobody = await application.as('nobody@example.com');
  expect((await nobody.get('/audit')).body).toMatchObject({ status: 403, code: 'PERMISSION_DENIED' });
  expect((await nobody.get(`/audit?organizationId=${acme.id}`)).status).toBe(404);
  await audit(auditor, '&type=keyledger.vault-created.v1');
  const told = await audit(owner, `&organizationId=${acme.id}`);
  const read = told.find(({ type }) => type === 'keyledger.audit-read.v1');
  const latest = told.find(
    ({ type, data }) =>
      type === 'keyledger.audit-read.v1' && JSON.stringify(data).includes('keyledger.vault-created.v1'),
  );
  expect(read).toBeDefined();
  expect(latest).toMatchObject({ actor: { email: 'auditor@example.com' }, stream: `auditRead-${acme.id}` });
  expect(told.find(({ type }) => type === 'keyledger.audit-read-refused.v1')).toMatchObject({
    actor: { email: 'nobody@example.com' },
    code: 'NOT_FOUND',
  });
});

test('an export is JSON Lines, every fact once, and says so in the trail', async () => {
  const answer = await owner.get('/audit/export?format=jsonl&order=asc');
  expect(answer.status).toBe(200);
  const entries = answer.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Entry);
  const listed = await audit(owner, '&order=asc');
  expect(entries).toEqual(listed.slice(0, entries.length));
  expect(typesOf(listed.slice(entries.length - 1))).toContain('keyledger.audit-exported.v1');
});

test('an export is CSV with a header, and no cell is a formula', async () => {
  const answer = await owner.get(`/audit/export?format=csv&sessionId=${session.id}`);
  expect(answer.headers.get('content-type')).toContain('text/csv');
  const [header, ...lines] = answer.text.trimEnd().split('\r\n');
  expect(header).toMatch(/^"id","position","stream","type","time","outcome",/);
  expect(lines).toHaveLength(2);
  expect(answer.text).toContain(`"'=HYPERLINK(""http://evil"",""look"")"`);
});

test('an export is refused to who may not read', async () => {
  const nobody = await application.as('nobody@example.com');
  expect((await nobody.get('/audit/export?format=csv')).body).toMatchObject({ code: 'PERMISSION_DENIED' });
  expect((await owner.get('/audit/export')).body).toMatchObject({ code: 'VALIDATION_FAILED' });
});

test('a stream is replayed as its facts are stored, page by page', async () => {
  const stream = `/streams/identity-${identity.id}`;
  const whole = (await auditor.ok('GET', stream)).items as { revision: number; type: string }[];
  expect(whole.map(({ revision }) => revision)).toEqual(whole.map((_, index) => index));
  expect(whole[0]).toMatchObject({ type: 'keyledger.identity-created.v1', metadata: { actor: { kind: 'user' } } });
  const first = await auditor.ok('GET', `${stream}?limit=2`);
  const second = await auditor.ok('GET', `${stream}?limit=2&cursor=${first.nextCursor}`);
  expect([...first.items, ...second.items]).toEqual(whole.slice(0, 4));
  expect(JSON.stringify(whole)).not.toContain('never-to-be-seen-in-the-audit');
  const told = await audit(auditor, '&type=keyledger.stream-replayed.v1');
  expect(told.map(({ data }) => data['fromRevision'])).toEqual([2, 0, 0]);
});

test('a stream there is not, one of another organization and the account’s are the same to who may not see them', async () => {
  const answers = await Promise.all(
    ['identity-nothing', `organization-${other.id}`, 'account', 'nonsense--', '$all'].map((name) =>
      auditor.get(`/streams/${encodeURIComponent(name)}`),
    ),
  );
  expect(answers.map(({ status, body }) => [status, body.detail])).toEqual(
    answers.map(() => [404, 'There is no such stream.']),
  );
  expect((await owner.get('/streams/account')).status).toBe(200);
  const told = await audit(owner, '&type=keyledger.stream-replay-refused.v1');
  expect(told.map(({ organizationId }) => organizationId)).toEqual(expect.arrayContaining([other.id, undefined]));
});
