import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import type { Connector } from '../../agent/connector';
import { connectorContract, set } from '../support/connector-contract';

const ROOT = resolve(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'keyledger-example-'));
const users = join(folder, 'users');
afterAll(() => rmSync(folder, { recursive: true }));

/** What docs/connectors.md shows, as if it lay where it says. */
const fromThePage = (): Connector => {
  const page = readFileSync(join(ROOT, 'docs/connectors.md'), 'utf8');
  const contents = /```ts\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  const outfile = join(folder, 'example.cjs');
  const stdin = { contents, resolveDir: join(ROOT, 'agent/connectors'), loader: 'ts' as const };
  buildSync({ stdin, outfile, bundle: true, platform: 'node', format: 'cjs' });
  return (require(outfile) as { userFile: Connector }).userFile;
};

const example = fromThePage();
writeFileSync(users, 'admin::\n');
const target = example.open({ file: users });
const value = (): string => randomBytes(12).toString('hex');

const account = async (first: string) => {
  const username = `u${randomBytes(6).toString('hex')}`;
  appendFileSync(users, `${username}:none:none\n`);
  const made = { username, settings: {} };
  await set(target, made, { value: first });
  return made;
};

connectorContract(() => ({
  target,
  account,
  value,
  missing: { username: 'nobody', settings: {} },
  forbidden: { username: 'admin', settings: {} },
  log: () => readFileSync(users, 'utf8'),
}));

test('without its file it says so', () => {
  expect(() => example.open({})).toThrow('connectors.user-file.file is needed');
});

test('a slip in the name of a setting is told', () => {
  expect(() => example.open({ files: users })).toThrow('connectors.user-file has no setting files');
});
