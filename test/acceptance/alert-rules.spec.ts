import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
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
});
