import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { whereInstalled } from '../support/where-installed';

const UNITS = ['deploy/systemd/keyledger.service', 'agent/keyledger-agent.service'];

whereInstalled('systemd-analyze', 'systemd')('the units of the server and of the agent, judged by systemd', () => {
  test.each(UNITS)('%s has nothing in it that systemd does not know', async (path) => {
    const unit = join(__dirname, '../..', path);
    const { stdout, stderr } = await promisify(execFile)('systemd-analyze', ['verify', '--man=no', unit]);
    // It looks at the machine's own units beside it.
    expect(`${stdout}${stderr}`.split('\n').filter((line) => line.includes('keyledger'))).toEqual([]);
  });
});
