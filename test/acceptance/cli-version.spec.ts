import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyledger } from '../support/application/command-line';

test.each(['--version', '-V', 'version'])('keyledger %s says which release it is', async (word) => {
  const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { version: string };
  expect(await keyledger([word], {})).toEqual({ status: 0, stdout: `keyledger ${version}\n`, stderr: '' });
});
