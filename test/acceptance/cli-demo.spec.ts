import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jsonLines, keyledger, reaching, type Environment, type Ran } from '../support/application/command-line';
import { runningApplication, type RunningApplication } from '../support/application/running-application';

/** The demo tells the whole life of a credential on a server nobody has prepared, as often as one likes. */
let application: RunningApplication;
const elsewhere = mkdtempSync(join(tmpdir(), 'keyledger-demo-'));
beforeAll(async () => {
  application = await runningApplication();
});
afterAll(async () => {
  rmSync(elsewhere, { recursive: true });
  await application.end();
});

const demo = (env: Environment, ...options: string[]): Promise<Ran> => keyledger(['demo', ...options], env);
const onServersMachine = (): Environment => ({
  KEYLEDGER_URL: application.url,
  KEYLEDGER_DATA_DIR: application.dataDir,
});

const expectTold = ({ status, stdout, stderr }: Ran): void => {
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/→ POST \/identities\/\S+\/checkout \{"reason":"Ticket 4711"/);
  expect(stdout).toMatch(/success +keyledger\.identity-checked-out\.v1/);
  expect(stdout).toMatch(/refused +keyledger\.identity-check-out-refused\.v1 +ALREADY_CHECKED_OUT/);
  expect(stdout).toMatch(/success +keyledger\.rotation-confirmed\.v1/);
  // The demo's credentials begin so.
  expect(stdout).not.toMatch(/demo-[\w-]{16}/);
};

test('it runs on a fresh server without preparation, again and again', async () => {
  const runs = [await demo(onServersMachine()), await demo(onServersMachine())];
  for (const run of runs) {
    expectTold(run);
    expect(run.stdout).toMatch(/refused +keyledger\.identity-check-out-refused\.v1 +VAULT_ACCESS_DENIED +bob-/);
    expect(run.stdout).toMatch(/← 409 \{[^}]+"userEmail": "ann-/);
  }
});

test('it runs with a token from the command line', async () => {
  const { stdout } = await keyledger(['token', '--email', 'owner@example.com'], onServersMachine());
  const token = stdout.trimEnd().split('\n').at(-1) ?? '';
  expectTold(await demo({ ...onServersMachine(), KEYLEDGER_TOKEN: token }));
  expectTold(await demo({ KEYLEDGER_URL: application.url, KEYLEDGER_DATA_DIR: elsewhere, KEYLEDGER_TOKEN: token }));
});

test('the owner plays alone where the root key is another one', async () => {
  const other = { KEYLEDGER_ROOT_KEY: Buffer.alloc(32, 7).toString('base64') };
  const run = await demo({ ...(await reaching(application)), ...other });
  expectTold(run);
  expect(run.stdout).toContain('the owner acts for everybody');
  expect(await demo({ KEYLEDGER_URL: application.url, ...other })).toEqual({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(/^The root key here is not that of the server [^\n]+\n$/),
  });
});

test('somebody who may not is told', async () => {
  const env = { ...onServersMachine(), ...(await reaching(application, 'nobody@example.com')) };
  expect(await demo(env)).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^POST \/organizations was refused: 403 PERMISSION_DENIED [^\n]+\n$/),
  });
});

test('programs get each request and answer as a line', async () => {
  const { status, stdout } = await demo(onServersMachine(), '--json');
  expect(status).toBe(0);
  const acts = jsonLines(stdout).filter(({ request }) => request !== undefined);
  expect(acts[0]).toMatchObject({ who: 'owner@example.com', request: 'POST /organizations', status: 201 });
  expect(acts.map((act) => act.status)).toEqual(expect.arrayContaining([201, 403, 409, 200]));
  expect(acts.find(({ request }) => request.endsWith('checkout')).answer.credential.value).toBe('••••••••');
});

test('an incident is played on a server of its own, whatever runs here, and nothing of it is left', async () => {
  const { status, stdout, stderr } = await keyledger(['demo', 'incident'], { TMPDIR: elsewhere });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const steps = [
    /← 403 \{[^}]+"code": "VAULT_ACCESS_DENIED"/,
    /→ POST \S+\/break-glass \{"reason":"The shop is down"\}\n +← 201 /,
    /Bob → GET \/notifications\S+\n +← 200 [^]*?"kind": "break-glass"/,
    /arrived outside as well: mail to bob-\w+@example\.com: \[Keyledger\] critical: Break-glass checkout/,
    /arrived outside as well: webhook break-glass, signature verified: critical/,
    /"endedBy": "checkin"/,
    /"trigger": "break_glass"/,
    /reviewed by nobody yet +missing: review/,
    /"status": "closed"/,
    /reviewed by bob-\w+@example\.com +missing: nothing/,
  ];
  let rest = stdout;
  for (const step of steps) {
    expect(rest).toMatch(step);
    rest = rest.slice(rest.search(step));
  }
  expect(stdout).not.toMatch(/demo-[\w-]{16}/);
  expect(readdirSync(elsewhere)).toEqual([]);
}, 120_000);

test('receivers want a secret and ports that are ports', async () => {
  for (const [args, says] of [
    [['receivers'], /^--secret is missing/],
    [['receivers', '--secret', 'whsec_eA==', '--smtp-port', 'x'], /^--smtp-port is x; give a port/],
    [['outage'], /^There is no demo outage\./],
  ] as const) {
    expect(await keyledger(['demo', ...args])).toMatchObject({ status: 2, stderr: expect.stringMatching(says) });
  }
});
