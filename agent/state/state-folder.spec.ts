import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
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

test('an empty folder that was made for all is closed', () => {
  const folder = join(root, 'fresh');
  mkdirSync(folder);
  chmodSync(folder, 0o777);
  stateFolder(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test.each(['agent.json', 'enrolling.json', 'next-keys.json', 'journal.jsonl', 'sequence'])(
  '%s that others could get at is refused, and not hidden',
  (name) => {
    const file = join(root, name);
    writeFileSync(file, '{}', { mode: 0o600 });
    expect(stateFolder(root).agent).toBe(join(root, 'agent.json'));
    chmodSync(file, 0o640);
    expect(() => stateFolder(root)).toThrow(/others can get at .*enrol this host anew/);
    chmodSync(file, 0o600);
    chmodSync(root, 0o777);
    expect(() => stateFolder(root)).toThrow(/others can write the folder .*enrol this host anew/);
    expect(statSync(root).mode & 0o777).toBe(0o777);
  },
);
