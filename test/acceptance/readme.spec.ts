import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runningApplication, type RunningApplication } from '../support/application/running-application';

const ROOT = join(__dirname, '../..');

/** The walk-through's shell blocks, in their order. */
const blocks = (): string => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const walk = readme.split('## Walk-through')[1]?.split('\n## ')[0] ?? '';
  return [...walk.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block).join('\n');
};

let application: RunningApplication;
beforeAll(async () => {
  application = await runningApplication();
});
afterAll(() => application.end());

test('the walk-through works as pasted, and pasted again', async () => {
  const script = `set -eu\n${blocks()}\necho AGAIN\n${blocks()}`;
  const run = await new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) => {
    const child = spawn('bash', ['-c', script], {
      cwd: ROOT,
      env: { ...process.env, KEYLEDGER_URL: application.url, KEYLEDGER_DATA_DIR: application.dataDir },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
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
