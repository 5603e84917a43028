import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stateFolder } from './state-folder';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'keyledger-state-'));
});
afterEach(() => rmSync(root, { recursive: true }));

test('the folder is made with its parents, for its owner alone', () => {
  const folder = join(root, 'one', 'two');
  expect(stateFolder(folder).agent).toBe(join(folder, 'agent.json'));
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test('where no folder can be made it says so, and comes back', () => {
  // Of all places /proc is where node's recursive mkdir goes on for ever; without it any refusal will do.
  expect(() => stateFolder('/proc/keyledger/state')).toThrow(/^the state folder can't be used: /);
});
