import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AGENT_VERSION } from './facts';

test('the agent says the version of the release it is part of', () => {
  const { version } = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as { version: string };
  expect(AGENT_VERSION).toBe(version);
});
