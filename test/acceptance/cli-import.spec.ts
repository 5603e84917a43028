import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'node:http';
import { jsonLines, keyledger, reaching, type Environment } from '../support/application/command-line';
import { jsonlOf } from '../support/application/importing';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

let application: RunningApplication;
let fixture: Fixture;
let env: Environment;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-import-'));
  application = await runningApplication();
});
beforeEach(async () => {
  fixture = await newFixture(application);
  env = await reaching(application);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await application.end();
});

const identities = (count: number, from = 0) =>
  Array.from({ length: count }, (_, n) => ({
    kind: 'identity',
    vault: 'Moved',
    name: `id ${from + n}`,
    username: 'root',
    credential: `value ${from + n}`,
    connector: null,
  }));
const fileOf = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const run = (file: string, ...more: readonly string[]) =>
  keyledger(['import', file, '--organization', fixture.organizationId, ...more], env);
const count = async (): Promise<number> =>
  (await fixture.owner.ok('GET', `/identity-groups?organizationId=${fixture.organizationId}`)).items.find(
    ({ name }: { name: string }) => name === 'Moved',
  )?.identityCount ?? 0;

test('a dry run, then the import, then the same again', async () => {
  const file = fileOf('some.jsonl', jsonlOf({ kind: 'vault', name: 'Moved' }, ...identities(5)));
  const dry = await run(file);
  expect(dry).toEqual({
    status: 0,
    stderr: '',
    stdout:
      'Dry run, nothing was made: 6 lines, 6 would be made, 0 there already, 0 refused, 0 warnings. Import it with --apply.\n',
  });
  expect(await count()).toBe(0);
  expect((await run(file, '--apply')).stdout).toBe(
    'Imported: 6 lines, 6 made, 0 there already, 0 refused, 0 warnings.\n',
  );
  const again = await run(file, '--apply', '--json');
  expect(jsonLines(again.stdout)).toEqual([{ summary: expect.objectContaining({ made: 0, exists: 6 }) }]);
  expect(await count()).toBe(5);
});

test('lines that need a look are printed, and the exit code tells', async () => {
  const file = fileOf('bad.csv', 'kind,name\nvault,Moved\nvault\nnonsense,x\n');
  const { status, stdout } = await run(file);
  expect(status).toBe(1);
  expect(stdout.split('\n').slice(0, 2)).toEqual([
    expect.stringMatching(/^line 3, line, refused: VALIDATION_FAILED: /),
    expect.stringMatching(/^line 4, line, refused: VALIDATION_FAILED: /),
  ]);
});

test('called wrongly it says how', async () => {
  const file = fileOf('what.txt', '');
  expect((await run(file)).status).toBe(2);
  expect((await keyledger(['import', file], env)).status).toBe(2);
  const refused = await keyledger(['import', fileOf('a.csv', ''), '--organization', 'nothing'], env);
  expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining('NOT_FOUND') });
});

/** Sends the beginning of a file and hangs up once so many are there. */
const cutOff = async (content: string, atLeast: number): Promise<void> => {
  const url = new URL(`${application.url}/api/v1/organizations/${fixture.organizationId}/imports?apply=true`);
  const headers = { authorization: `Bearer ${fixture.owner.token}`, 'content-type': 'application/octet-stream' };
  const outgoing = request(url, { method: 'POST', headers });
  outgoing.on('error', () => undefined);
  outgoing.on('response', (answer) => answer.on('error', () => undefined).resume());
  outgoing.write(content);
  await until('the beginning', async () => (await count()) >= atLeast, 15_000);
  outgoing.destroy();
};

test('whoever is cut off sends the file again, mended or not, and nothing is made twice', async () => {
  const lines = [{ kind: 'vault', name: 'Moved' }, ...identities(60)];
  await cutOff(jsonlOf(...lines.slice(0, 40)), 20);
  const mended = fileOf('mended.jsonl', jsonlOf({ kind: 'host', name: 'new' }, ...lines, ...identities(10, 60)));
  expect((await run(mended, '--apply')).stdout).toMatch(/^Imported: 72 lines, .* 0 refused/);
  expect(await count()).toBe(70);
  expect((await run(mended, '--apply')).stdout).toMatch(/^Imported: 72 lines, 0 made, 72 there already/);
});

test('a thousand lines with one bad in a hundred', async () => {
  const bad = (n: number) => (n % 100 === 99 ? { kind: 'identity', vault: 'nowhere', name: `${n}` } : {});
  const lines = identities(1000).map((line, n) => ({ ...line, ...bad(n) }));
  const file = fileOf('many.jsonl', jsonlOf({ kind: 'vault', name: 'Moved' }, ...lines));
  const { stdout, status } = await run(file, '--apply', '--json');
  const found = jsonLines(stdout);
  expect([status, found.length]).toEqual([1, 11]);
  expect(found.slice(0, 10).map(({ line, code }) => [line, code])).toEqual(
    Array.from({ length: 10 }, (_, n) => [n * 100 + 101, 'NOT_FOUND']),
  );
  expect(found.at(-1).summary).toMatchObject({ lines: 1001, made: 991, refused: 10 });
  expect(await count()).toBe(990);
}, 60_000);
