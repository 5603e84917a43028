import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { READERS } from '../../src/http/imports/formats';
import { documentedFile } from '../support/application/documented-files';
import { newFixture, SECRET, type Fixture } from '../support/application/fixture';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { freePort } from '../support/free-port';

const ROOT = join(__dirname, '../..');

const sectionOf = (name: string): string =>
  readFileSync(join(ROOT, 'README.md'), 'utf8').split(`## ${name}\n`)[1]?.split('\n## ')[0] ?? '';

/** The shell blocks of a section, in their order. */
const blocks = (section: string): string =>
  [...sectionOf(section).matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block).join('\n');

let application: RunningApplication;
let ports: { SMTP_PORT: string; HOOK_PORT: string };
beforeAll(async () => {
  ports = { SMTP_PORT: String(await freePort()), HOOK_PORT: String(await freePort()) };
  const env = {
    KEYLEDGER_SMTP_URL: `smtp://127.0.0.1:${ports.SMTP_PORT}`,
    KEYLEDGER_MAIL_FROM: 'keyledger@example.com',
    KEYLEDGER_WEBHOOK_ALLOWED_ADDRESSES: '127.0.0.1',
  };
  application = await runningApplication({ env });
});
afterAll(() => application.end());

const paste = (script: string, more: Readonly<Record<string, string>> = {}) =>
  new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) => {
    const child = spawn('bash', ['-c', `set -eu\n${script}`], {
      cwd: ROOT,
      env: {
        ...process.env,
        ...ports,
        KEYLEDGER_URL: application.url,
        KEYLEDGER_DATA_DIR: application.dataDir,
        ...more,
      },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });

test('the walk-through works as pasted, and pasted again', async () => {
  const walk = blocks('Walk-through');
  const run = await paste(`${walk}\necho AGAIN\n${walk}`);
  expect(run).toMatchObject({ status: 0, stderr: '' });
  const pastes = run.stdout.split('\nAGAIN\n');
  expect(pastes).toHaveLength(2);
  for (const printed of pastes) {
    expect(printed).toContain('"value":"s3cret-of-today"');
    expect(printed).toContain('VAULT_ACCESS_DENIED');
    expect(printed).toContain('ALREADY_CHECKED_OUT');
    expect(printed).toMatch(/success\s+keyledger\.identity-checked-out\.v1 {2}ann@example\.com/);
    expect(printed).toMatch(/refused\s+keyledger\.identity-check-out-refused\.v1 ALREADY_CHECKED_OUT bob@example\.com/);
  }
}, 300_000);

test('the incident works as pasted after it, and pasted again', async () => {
  const incident = blocks('An incident');
  const run = await paste(`${blocks('Walk-through')}\necho INCIDENT\n${incident}\necho INCIDENT\n${incident}`);
  expect(run).toMatchObject({ status: 0, stderr: '' });
  const [, ...pastes] = run.stdout.split('\nINCIDENT\n');
  expect(pastes).toHaveLength(2);
  for (const printed of pastes) {
    expect(printed).toContain('NO_IDP_USER_MAPPING');
    expect(printed).toMatch(/"breakGlass":true[^\n]+"credential":/);
    expect(printed).toMatch(/"kind":"break-glass","severity":"critical"/);
    expect(printed).toMatch(/^mail to carla@example\.com: \[Keyledger\] critical: Break-glass checkout$/m);
    expect(printed).toMatch(/^webhook break-glass, signature verified: critical: Break-glass checkout$/m);
    expect(printed).toMatch(/"review":\{"status":"closed"/);
    expect(printed).toMatch(
      /dora@example\.com The shop is down \| told: [^\n]*mail[^\n]*webhook[^\n]* \| rotated: 2\S+ \| reviewed by: carla@example\.com \| missing: nothing$/m,
    );
  }
}, 300_000);

test('the proof works as pasted after it, and an auditor finds nothing', async () => {
  const run = await paste(`${blocks('Walk-through')}\necho PROOF\n${blocks('Proof')}`);
  expect(run).toMatchObject({ status: 0, stderr: '' });
  expect(run.stdout.split('\nPROOF\n')[1]).toMatch(/nothing/i);
}, 300_000);

describe('moving in, as pasted', () => {
  const section = blocks('Moving in');
  const formats = [...sectionOf('Moving in').matchAll(/^\|[^|]*\|(.*)\|$/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([a-z0-9-]+)`/g)].map(([, name = '']) => name),
  );
  let fixture: Fixture;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'keyledger-readme-'));
    fixture = await newFixture(application);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('names every format there is', () => {
    expect(formats.toSorted()).toEqual(Object.keys(READERS).toSorted());
  });

  test.each(formats)('a file of %s', async (format) => {
    const { owner } = fixture;
    const { id } = await owner.ok('POST', '/organizations', { name: `Moves in from ${format}` });
    await owner.ok('PUT', `/organizations/${id}/secret`, { secret: SECRET });
    const path = join(folder, format);
    writeFileSync(path, documentedFile(format, fixture.people.user.email));
    const asked = { FILE: path, FORMAT: format, ORGANIZATION: id, KEYLEDGER_TOKEN: owner.token };
    // What has no place here is refused by its line, and the commands say so: the paste goes on all the same.
    const { stdout, stderr } = await paste(`set +e\n${section}`, asked);
    expect([stdout, stderr]).toEqual([
      expect.stringMatching(/^Dry run, nothing was made: .* [1-9]\d* would be made/m),
      expect.not.stringContaining('rror'),
    ]);
    expect(stdout).toMatch(/^Imported: .* [1-9]\d* made/m);
    const { items } = await owner.ok('GET', `/identities?organizationId=${id}`);
    expect(items.length).toBeGreaterThan(0);
  });
});
