import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { canonicalJson } from '../../src/kernel/facts/canonical-json';
import { REPORTS } from '../../src/reports/reports';
import { ROW_COLUMNS } from '../../src/reports/row-line';
import { newFixture, type Fixture } from '../support/application/fixture';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import type { Json } from '../support/json';
import { until } from '../support/until';
import type { Answer } from '../support/application/client';

/** Reports made from the facts of the log: by HTTP, of now and of a past moment. */
let application: RunningApplication;
let fixture: Fixture;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
});
afterAll(() => application.end());

const report = (id: string, query = '', who = fixture.owner): Promise<Json> =>
  who.ok('GET', `/reports/${id}${query === '' ? '' : `?${query}`}`);
const csv = async (path: string): Promise<string> => {
  const response = await fetch(`${application.url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${fixture.owner.token}` },
  });
  expect([path, response.status]).toEqual([path, 200]);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());
};

test('the list says which there are, and what is in each', async () => {
  const { items } = await fixture.people.stranger.ok('GET', '/reports');
  expect(items.map(({ id }: Json) => id)).toEqual(REPORTS.map(({ id }) => id));
});

test.each(REPORTS.map(({ id, columns }) => [id, columns] as const))(
  '%s tells what it is of, and each row the leaves it follows from; JSON and CSV tell the same',
  async (id, columns) => {
    const { header, rows } = await report(id);
    expect(header).toMatchObject({ report: id, log: 1, columns: [...columns, ...ROW_COLUMNS], rows: rows.length });
    expect(header.population).toBe(header.rows + header.excluded);
    expect(header.checkpoint.split('\n').slice(0, 3)).toEqual([header.origin, String(header.size), header.root]);
    const lines = rows.map((row: Json) => `${canonicalJson(row)}\n`).join('');
    expect(createHash('sha256').update(lines).digest('hex')).toBe(header.sha256);
    for (const { leaves, ...cells } of rows) {
      expect(leaves.every((leaf: number) => leaf < header.size)).toBe(true);
      expect(Object.keys(cells).filter((column) => !columns.includes(column))).toEqual([]);
    }
    const text = await csv(`/reports/${id}?format=csv&asOf=${header.asOf}`);
    expect(text).toContain(`# sha256,"${header.sha256}"`);
    expect(parse(text, { columns: true, comment: '#', comment_no_infix: true })).toHaveLength(rows.length);
  },
);

test('of a past moment it is what it was then, whatever happened since', async () => {
  const before = await report('R1');
  const { id } = await fixture.newIdentity({ name: 'made-later' });
  const now = await report('R1');
  expect(now.rows.some(({ identityId }: Json) => identityId === id)).toBe(true);
  const again = await report('R1', `asOf=${before.header.asOf}`);
  expect(again.rows).toEqual(before.rows);
  expect(again.header).toMatchObject({ sha256: before.header.sha256, facts: before.header.facts });
});

test.each(['=HYPERLINK("http://x")', '+1', '-1', '@SUM(1)'])(
  'a name that begins like a formula (%s) is text in CSV',
  async (name) => {
    const { owner, vaultId } = fixture;
    const email = `formula-${name.codePointAt(0)}@example.com`;
    const { id: principalId } = await owner.ok('POST', '/idp/users', { email, displayName: name, active: true });
    await owner.ok('POST', `/identity-groups/${vaultId}/access`, {
      principalType: 'user',
      principalId,
      level: 'checkout',
    });
    const text = await csv('/reports/R2?format=csv');
    const rows: Readonly<Record<string, string>>[] = parse(text, {
      columns: true,
      comment: '#',
      comment_no_infix: true,
    });
    expect(rows.filter(({ subjectId }) => subjectId === principalId).map(({ subject }) => subject)).toEqual([
      `'${name}`,
    ]);
    const { rows: told } = await report('R2');
    expect(told.at(-1).subject).toBe(name);
  },
);

test('of a moment before the first fact it tells nothing, of the exact moment of a fact that fact too', async () => {
  const none = await report('R2', 'asOf=2001-01-01T00:00:00Z');
  expect([none.rows, none.header.facts, none.header.asOf]).toEqual([[], 0, '2001-01-01T00:00:00.000Z']);
  const { rows } = await report('R2');
  const last = rows.at(-1);
  expect((await report('R2', `asOf=${last.time}`)).rows.at(-1)).toEqual(last);
  const just = new Date(Date.parse(last.time) - 1).toISOString();
  expect((await report('R2', `asOf=${just}`)).rows.map(({ time }: Json) => time)).not.toContain(last.time);
});

test('for Excel it begins with a byte order mark', async () => {
  expect((await csv('/reports/R1?format=csv&bom=1')).startsWith('\uFEFF# report')).toBe(true);
});

describe('how many at once', () => {
  const whole = (): Promise<Answer[]> =>
    Promise.all(Array.from({ length: 12 }, () => fixture.owner.get('/reports/R1')));
  const readable = (): Promise<boolean> => fixture.owner.get('/reports/R1').then(({ status }) => status === 200);

  test('a caller has one; the others are told to come again, and no reading of theirs is told', async () => {
    const readings = async () =>
      (await fixture.owner.ok('GET', '/audit?type=keyledger.report-read.v1&limit=200')).items;
    const before = (await readings()).length;
    const answers = await whole();
    const refused = answers.filter(({ status }) => status !== 200);
    const told = refused.map(({ status, headers, body }) => [status, body.code, headers.get('retry-after')]);
    expect(new Set(told.map(String))).toEqual(new Set(['429,TOO_MANY_REQUESTS,5']));
    expect(refused.length).toBeLessThan(12);
    expect((await readings()).length - before).toBe(12 - refused.length);
    expect(await readable()).toBe(true);
  });

  test('whoever asks for the head alone, goes away, or is refused holds no place', async () => {
    const gone = new AbortController();
    const asked = fetch(`${application.url}/api/v1/reports/R1`, {
      headers: { authorization: `Bearer ${fixture.owner.token}` },
      signal: gone.signal,
    });
    gone.abort();
    await expect(asked).rejects.toThrow('aborted');
    await until('a place', readable);
    expect((await fixture.owner.send('HEAD', '/reports/R1')).status).toBe(200);
    await until('a place', readable);
    const statuses: number[] = [];
    for (let n = 0; n < 6; n += 1) statuses.push((await fixture.people.user.get('/reports/R1')).status);
    expect(new Set(statuses)).toEqual(new Set([403]));
  });
});

describe('who may', () => {
  test('an auditor of one organization sees its rows alone; the others are told that they may not, as a fact', async () => {
    const { organizationId, people, owner } = fixture;
    await owner.ok('POST', '/identity-groups', { name: 'Hidden', organizationId: fixture.elsewhereId });
    const { header, rows } = await report('R2', '', people.auditor);
    expect(header.organizations).toEqual([organizationId]);
    expect(new Set(rows.map((row: Json) => row.organizationId))).toEqual(new Set([organizationId]));
    const refused = await people.user.get('/reports/R2');
    expect([refused.status, refused.body.code]).toEqual([403, 'PERMISSION_DENIED']);
    const elsewhere = await people.auditor.get(`/reports/R2?organizationId=${fixture.elsewhereId}`);
    expect(elsewhere.status).toBe(404);
    const { items } = await owner.ok('GET', '/audit?type=keyledger.report-read-refused.v1');
    expect(items.map(({ data }: Json) => data.report)).toContain('R2');
  });

  test('reading is a fact, with what was asked', async () => {
    const { organizationId, owner } = fixture;
    await report('R2', `organizationId=${organizationId}&from=2026-01-01T00:00:00Z`);
    const { items } = await owner.ok('GET', '/audit?type=keyledger.report-read.v1');
    expect(items[0].data).toEqual({ organizationId, report: 'R2', format: 'json', from: '2026-01-01T00:00:00.000Z' });
  });
});

test.each([
  ['R99', '', 404, undefined],
  ['R1', 'from=2026-01-01T00:00:00Z', 400, 'from'],
  ['R1', 'days=30', 400, 'days'],
  ['R2', 'days=30', 400, 'days'],
  ['R2', 'asOf=2999-01-01T00:00:00Z', 400, 'asOf'],
  ['R2', 'asOf=yesterday', 400, 'asOf'],
  ['R2', 'from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z', 400, 'from'],
  ['R2', 'format=pdf', 400, 'format'],
  ['R2', 'bom=1', 400, 'bom'],
  ['R2', 'since=2026-01-01T00:00:00Z', 400, 'since'],
])('%s?%s is refused with what is wrong', async (id, query, status, field) => {
  const { body, status: answered } = await fixture.owner.get(`/reports/${id}?${query}`);
  expect([answered, body.errors?.[0]?.field]).toEqual([status, field]);
});
