import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { READERS } from '../../src/http/imports/formats';
import { documentedLines } from '../support/application/documented-files';
import { describeOnOpenBao, OpenBao } from '../support/openbao';

/** The lines of docs/moving-in.md, against the real OpenBao. */
describeOnOpenBao('secrets of the KV engine', () => {
  let bao: OpenBao;
  beforeAll(async () => {
    bao = await OpenBao.start();
  }, 60_000);
  afterAll(() => bao.stop());

  test('are written to a file as documented, in folders within folders, and read', async () => {
    bao.ok('kv', 'put', '-mount=secret', 'apps/billing', 'username=billing', 'password=a "quoted" ü', 'api_key=key-1');
    bao.ok('kv', 'metadata', 'put', '-mount=secret', '-custom-metadata=owner=ops', 'apps/billing');
    bao.ok('kv', 'put', '-mount=secret', 'apps/deep/a name', 'user=root', 'pass=deep-pass');
    bao.ok('kv', 'put', '-mount=secret', 'top', 'username=top', 'password=top-pass');
    bao.ok('kv', 'put', '-mount=secret', 'gone', 'username=gone', 'password=gone-pass');
    bao.ok('kv', 'delete', '-mount=secret', 'gone');
    const lines = documentedLines('kv-json');
    const { status, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', lines], {
      env: bao.env,
      cwd: bao.env.HOME,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    expect([status, String(stderr)]).toEqual([0, '']);
    const file = readFileSync(join(bao.env.HOME, 'secrets.json'));
    const found: unknown[] = [];
    async function* whole() {
      yield file;
    }
    for await (const { thing, refused, warnings = [] } of READERS['kv-json'](whole())) {
      const { vault, name, username, credential } = (thing ?? {}) as Readonly<Record<string, string>>;
      found.push(refused?.code ?? [vault, name, username, credential, warnings.map(({ code }) => code)]);
    }
    expect(found).toEqual([
      ['apps', 'billing', 'billing', 'a "quoted" ü', ['FIELDS_LEFT_OUT']],
      ['apps', 'billing', 'api_key', 'key-1', []],
      ['apps/deep', 'a name', 'root', 'deep-pass', []],
      'NOT_A_CREDENTIAL',
      ['Imported', 'top', 'top', 'top-pass', []],
    ]);
  });
});
