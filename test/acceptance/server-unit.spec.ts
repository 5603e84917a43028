import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { whereInstalled } from '../support/where-installed';

const UNIT = join(__dirname, '../../deploy/systemd/keyledger.service');

whereInstalled('systemd-analyze', 'systemd')('the unit of the server, judged by systemd', () => {
  test('has nothing in it that systemd does not know', async () => {
    const { stdout, stderr } = await promisify(execFile)('systemd-analyze', ['verify', '--man=no', UNIT]);
    // It looks at the machine's own units beside it.
    expect(`${stdout}${stderr}`.split('\n').filter((line) => line.includes('keyledger'))).toEqual([]);
  });
});
