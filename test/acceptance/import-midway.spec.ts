import { Readable } from 'node:stream';
import type { Client } from '../support/application/client';
import { jsonlOf } from '../support/application/importing';
import { newFixture, type Fixture } from '../support/application/fixture';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import type { Json } from '../support/json';
import { until } from '../support/until';

/** What changes while a file is on its way: each line is judged at its own moment. */
let application: RunningApplication;
let fixture: Fixture;
beforeAll(async () => {
  application = await runningApplication();
});
beforeEach(async () => {
  fixture = await newFixture(application);
});
afterAll(() => application.end());

const VAULT = 'Moving';
/** More than are done at once. */
const MANY = 300;
const REST = 20;
const lines = (from: number, count: number): string =>
  jsonlOf(
    ...Array.from({ length: count }, (_, n) => ({
      kind: 'identity',
      vault: VAULT,
      name: `id ${from + n}`,
      username: 'root',
      // One of them has no value.
      ...(n === 7 ? {} : { credential: `value ${from + n}` }),
    })),
  );

const names = async (): Promise<readonly string[]> => {
  const found: string[] = [];
  const { items } = await fixture.owner.ok('GET', `/identity-groups?organizationId=${fixture.organizationId}`);
  const vault = (items as Json[]).find(({ name }) => name === VAULT);
  for (let cursor: string | null = vault === undefined ? null : ''; cursor !== null;) {
    const at = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: Json = await fixture.owner.ok('GET', `/identities?identityGroupId=${vault?.id}&limit=200${at}`);
    found.push(...(page.items as Json[]).map(({ name }) => name as string));
    cursor = page.nextCursor;
  }
  return found;
};

/** Sends a file of which the rest comes once the first were made and something was done; answers the findings and the summary. */
const importing = async (who: Client, between: () => Promise<unknown>) => {
  async function* file() {
    yield jsonlOf({ kind: 'vault', name: VAULT });
    yield lines(0, MANY);
    await until('the first lines to be made', async () => (await names()).length === MANY - 1, 90_000);
    await between();
    yield lines(MANY, REST);
  }
  const url = `${application.url}/api/v1/organizations/${fixture.organizationId}/imports?apply=true`;
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${who.token}`, 'content-type': 'application/octet-stream' },
    body: Readable.toWeb(Readable.from(file())) as ReadableStream,
    duplex: 'half',
  } as RequestInit);
  const answered = (await response.text()).split('\n').filter((line) => line.trim() !== '');
  const told = answered.map((line): Json => JSON.parse(line));
  return { findings: told.slice(0, -1), summary: told.at(-1)?.summary };
};

const first = Array.from({ length: MANY }, (_, n) => n).filter((n) => n !== 7);

test('of many lines done in one go, the one without a value is told alone', async () => {
  const { findings, summary } = await importing(fixture.owner, async () => undefined);
  expect(findings.map(({ line, status }) => [line, status])).toEqual([
    [9, 'refused'],
    [9 + MANY, 'refused'],
  ]);
  expect(summary).toMatchObject({ made: MANY + REST - 1, refused: 2 });
}, 120_000);

test('a permission that is taken away meanwhile makes nothing more', async () => {
  const { summary, findings } = await importing(fixture.people.manager, () =>
    fixture.owner.ok('PUT', `/users/${fixture.userIds.manager}/roles`, { roles: [] }),
  );
  expect(summary).toMatchObject({ made: MANY, refused: REST + 1 });
  expect(findings.slice(1).every(({ code }) => ['NOT_FOUND', 'VALIDATION_FAILED'].includes(code))).toBe(true);
  expect((await names()).toSorted()).toEqual(first.map((n) => `id ${n}`).toSorted());
}, 120_000);
