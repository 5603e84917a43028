import type { Answer } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';

let application: RunningApplication;
let fixture: Fixture;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
});
afterAll(() => application.end());

/** Bytes, as fetch takes a byte order mark off a text. */
const bytesOf = async (path: string): Promise<Buffer> => {
  const { token } = fixture.owner;
  const answer = await fetch(`${application.url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
};
const MARK = Buffer.from('\uFEFF');

const csvs = (): readonly string[] => [
  '/audit/export?format=csv',
  '/reports/break-glass?format=csv',
  `/access-review?identityGroupId=${fixture.vaultId}&format=csv`,
];

test.each([0, 1, 2])(
  'every CSV begins with a byte order mark where it is for Excel, and only there (%i)',
  async (n) => {
    const path = csvs()[n] ?? '';
    expect((await bytesOf(`${path}&bom=1`)).subarray(0, 3)).toEqual(MARK);
    expect((await bytesOf(path)).subarray(0, 3)).not.toEqual(MARK);
  },
);

test('a position stays the text that it is', async () => {
  const { items } = await fixture.owner.ok('GET', '/audit?limit=1&order=asc');
  const [{ id, position }] = items;
  const lineIn = async (query: string) =>
    (await bytesOf(`/audit/export?format=csv&order=asc${query}`))
      .toString()
      .split('\r\n')
      .find((line) => line.startsWith(`"${id}"`));
  expect(await lineIn('')).toMatch(new RegExp(`^"${id}","${position}",`));
  expect(await lineIn('&bom=1')).toMatch(new RegExp(`^"${id}","'?${position}",`));
});

test('where it is no CSV, or no such value, it is refused by name', async () => {
  const refused = ({ status, body }: Answer) => [status, body.errors?.[0]?.field];
  for (const query of [
    '/audit/export?format=jsonl&bom=1',
    '/audit/export?format=csv&bom=yes',
    '/reports/break-glass?bom=1',
    `/access-review?identityGroupId=${fixture.vaultId}&format=json&bom=1`,
  ]) {
    expect([query, ...refused(await fixture.owner.get(query))]).toEqual([query, 400, 'bom']);
  }
});
