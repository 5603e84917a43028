import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runningApplication } from '../support/application/running-application';
import { whereInstalled } from '../support/where-installed';

const FOLDER = join(__dirname, '../../deploy/prometheus');

const promtool = async (...args: readonly string[]): Promise<string> => {
  const { stdout } = await promisify(execFile)('promtool', [...args], { cwd: FOLDER });
  return stdout;
};

whereInstalled('promtool', 'prometheus')('the alert rules, judged by Prometheus', () => {
  test('are good, and each fires when it should and not before', async () => {
    expect(await promtool('check', 'rules', 'alerts.yml')).toContain('SUCCESS');
    expect(await promtool('test', 'rules', 'alerts.test.yml')).toContain('SUCCESS');
  });

  test('rest on figures that are named and typed as Prometheus has it', async () => {
    const application = await runningApplication();
    const input = await (await fetch(`${application.url}/metrics`)).text();
    await application.end();
    const check = promisify(execFile)('promtool', ['check', 'metrics']);
    check.child.stdin?.end(input);
    // What it finds makes it fail, and Node's own figures are called as everybody's client for Node calls them.
    const { stdout, stderr } = await check.catch((found: { stdout: string; stderr: string }) => found);
    const ours = `${stdout}${stderr}`.split('\n').filter((line) => line !== '' && !line.startsWith('nodejs_'));
    expect([input.includes('keyledger_policy_failures_total{'), ours]).toEqual([true, []]);
  });
});
