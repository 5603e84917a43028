import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { codesOf, readBy, thingsOf } from '../../../../test/support/read-by';
import { READERS } from '../formats';

const utf16 = (text: string, mark: readonly number[]) => {
  const little = Buffer.from(text, 'utf16le');
  return Buffer.concat([Buffer.from(mark), mark[0] === 0xff ? little : little.swap16()]);
};

const CSV = 'kind,name,description\r\nvault,"Größe, ""alt""","zwei\r\nZeilen"\r\n\r\nvault,=cmd|x,\r\n';
const SAME = [
  [2, { kind: 'vault', name: 'Größe, "alt"', description: 'zwei\r\nZeilen' }],
  [5, { kind: 'vault', name: '=cmd|x' }],
];

test.each<[string, Uint8Array]>([
  ['UTF-8', Buffer.from(CSV)],
  ['UTF-8 with a mark', Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), Buffer.from(CSV)])],
  ['UTF-16 of Windows', utf16(CSV, [0xff, 0xfe])],
  ['UTF-16 the other way round', utf16(CSV, [0xfe, 0xff])],
  ['cells between semicolons', Buffer.from(CSV.replaceAll(',', ';').replace('Größe;', 'Größe,'))],
  ['cells between tabs', Buffer.from(CSV.replaceAll(',', '\t').replace('Größe\t', 'Größe,'))],
])('CSV in %s says the same, however it is cut', async (_, file) => {
  for (const piece of [1, 2, 3, 1000]) {
    expect(thingsOf(await readBy(READERS.csv, file, piece))).toEqual(SAME);
  }
});

test('a record with too few or too many cells is refused, and those after it are read', async () => {
  const found = await readBy(READERS.csv, 'kind,name\nvault\nvault,a,b\nvault,c\n');
  expect(codesOf(found)).toEqual([
    [2, 'VALIDATION_FAILED'],
    [3, 'VALIDATION_FAILED'],
    [4, undefined],
  ]);
});

test('a record that is not UTF-8 is refused alone', async () => {
  const file = Buffer.concat([Buffer.from('kind,name\nvault,'), Buffer.of(0xff), Buffer.from('\nvault,c\n')]);
  expect(codesOf(await readBy(READERS.csv, file))).toEqual([
    [2, 'VALIDATION_FAILED'],
    [3, undefined],
  ]);
  const lines = Buffer.concat([Buffer.from('{"a":"'), Buffer.of(0xff), Buffer.from('"}\n{"b":1}')]);
  expect(codesOf(await readBy(READERS.jsonl, lines))).toEqual([
    [1, 'VALIDATION_FAILED'],
    [2, undefined],
  ]);
});

test('a quote that is never closed ends the file, and says from where on', async () => {
  const found = await readBy(READERS.csv, `kind,name\nvault,a\nvault,"b\n${'x\n'.repeat(600_000)}`, 65_536);
  expect(codesOf(found)).toEqual([
    [2, undefined],
    [3, 'FILE_NOT_READABLE'],
  ]);
});

test.each(['keepass-csv', 'bitwarden-csv', '1password-csv', 'lastpass-csv', 'passbolt-csv'] as const)(
  'a file without the columns of %s is not taken for one, and what stands in it is not told',
  async (format) => {
    const found = await readBy(READERS[format], 'hunter2,root\nhunter3,root\n');
    expect(codesOf(found)).toEqual([[1, 'FILE_NOT_READABLE']]);
    expect(JSON.stringify(found)).not.toContain('hunter');
  },
);

test.each(['bitwarden-json', 'kv-json', '1pux'] as const)('a file that is not %s is one refusal', async (format) => {
  const zips = [zipSync({ 'export.data': Buffer.from('hunter2') }), zipSync({ other: Buffer.from('x') })];
  const files = format === '1pux' ? [Buffer.from('hunter2'), ...zips] : [Buffer.from('hunter2 {'), Buffer.from('[1]')];
  for (const file of files) {
    const found = await readBy(READERS[format], file);
    expect(codesOf(found)).toEqual([[1, 'FILE_NOT_READABLE']]);
    expect(JSON.stringify(found)).not.toContain('hunter');
  }
});

test('an encrypted export is not taken for an empty one', async () => {
  const encrypted = JSON.stringify({ encrypted: true, items: [], data: 'x' });
  expect(codesOf(await readBy(READERS['bitwarden-json'], encrypted))).toEqual([[1, 'FILE_NOT_READABLE']]);
});

test('columns nobody knows are told by their number, as their name may be a value', async () => {
  const [entry] = await readBy(READERS['keepass-csv'], 'Title,Username,Password,hunter2\na,b,c,d\n');
  expect(entry?.warnings).toEqual([{ code: 'FIELDS_LEFT_OUT', detail: 'Not imported, keep it elsewhere: column 4.' }]);
});

test('an SSH key of another vault comes as one', async () => {
  const file = { items: [{ type: 5, name: 'k', sshKey: { privateKey: '-----BEGIN' } }] };
  const [entry] = await readBy(READERS['bitwarden-json'], JSON.stringify(file));
  expect(entry?.thing).toMatchObject({ credentialType: 'ssh_key', credential: '-----BEGIN', connector: null });
});

test('JSON Lines are numbered as an editor numbers them, the last one with or without its end', async () => {
  const found = await readBy(READERS.jsonl, '{"a":1}\r\n\n  \n{"b":2}\n{"c":3}');
  expect(thingsOf(found)).toEqual([
    [1, { a: 1 }],
    [4, { b: 2 }],
    [5, { c: 3 }],
  ]);
});

test('what KeePassXC itself wrote is read whole', async () => {
  const file = readFileSync(join(__dirname, '../../../../test/fixtures/imports/keepassxc-2.7.4.csv'));
  const found = (await readBy(READERS['keepass-csv'], file)).map(({ line, vault, thing, warnings }) => {
    const { name, username, credential } = thing as Readonly<Record<string, string>>;
    return [line, vault, name, username, credential, warnings?.map(({ detail }) => detail)];
  });
  const left = (fields: string) => [`Not imported, keep it elsewhere: ${fields}.`];
  expect(found).toEqual([
    [2, 'Imported', 'Größe', 'app', '=formula', []],
    [3, 'Network', 'core switch', 'admin', 'Sw1tch, "quoted"', left('URL, Notes')],
    [4, 'Network/Core', 'router', 'root', 'multi-line-note-entry', left('Notes')],
  ]);
});

test('what OpenBao itself wrote is read whole, and what is told of a deleted secret is none', async () => {
  const file = readFileSync(join(__dirname, '../../../../test/fixtures/imports/openbao-2.7.2.json'));
  const found = (await readBy(READERS['kv-json'], file, 64)).map(({ vault, thing, refused, warnings = [] }) => {
    const { name, username, credential, credentialType } = (thing ?? {}) as Readonly<Record<string, string>>;
    return refused?.code ?? [vault, name, username, credential, credentialType, warnings.map(({ detail }) => detail)];
  });
  const noted = ['Not imported, keep it elsewhere: custom_metadata.'];
  const key = '-----BEGIN KEY-----\nabc\n-----END KEY-----\n';
  expect(found).toEqual([
    ['apps', 'billing', 'billing', 'kv "pass", ü😀 2', 'password', noted],
    ['apps', 'billing', 'api_key', 'key-1', 'other', []],
    ['apps/deep', 'inner', 'root', 'deep-pass', 'password', []],
    'NOT_A_CREDENTIAL',
    'NOT_A_CREDENTIAL',
    ['apps', 'mailer', 'nested', '{"a":[1,2]}', 'other', []],
    'NOT_A_CREDENTIAL',
    ['apps', 'mailer', 'port', '587', 'other', []],
    ['apps', 'mailer', 'smtp_token', 'token-1', 'other', []],
    ['apps', 'mailer', 'tls', 'true', 'other', []],
    ['apps', 'odd name ü', 'o', 'x', 'password', []],
    ['apps', 'percent', 'a', '=cmd|x', 'password', []],
    ['apps', 'tls', 'key', key, 'other', []],
    ['apps', 'tls', 'user', 'web', 'other', []],
    ['Imported', 'top', 'top', 'top-pass', 'password', []],
    ['Imported', 'legacy', 'legacy', 'legacy-pass', 'password', []],
    ['Imported', 'legacy', 'ttl', '30m', 'other', []],
  ]);
});

test('a secret of KV 2 is read in each form that its API has, and one of plain keys keeps those called data or metadata', async () => {
  const metadata = { version: 1, custom_metadata: null };
  const file = {
    whole: { data: { data: { username: 'a', password: 'b' }, metadata } },
    inner: { data: { username: 'c', password: 'd' }, metadata },
    gone: { data: null, metadata },
    plain: { metadata: { version: 'one' }, data: 'e' },
    first: { request_id: 'r', lease_id: '', data: { username: 'f', password: 'g' } },
    keys: { data: { a: 1 }, password: 'h' },
  };
  const found = (await readBy(READERS['kv-json'], JSON.stringify(file), 64)).map(({ thing, refused }) => {
    const { username, credential } = (thing ?? {}) as Readonly<Record<string, string>>;
    return refused?.code ?? [username, credential];
  });
  const plain = [
    ['metadata', '{"version":"one"}'],
    ['data', 'e'],
    ['f', 'g'],
    ['data', '{"a":1}'],
    ['password', 'h'],
  ];
  expect(found).toEqual([['a', 'b'], ['c', 'd'], 'NOT_A_CREDENTIAL', ...plain]);
});

test('a number that KV holds keeps the digits it has there', async () => {
  const file =
    '{"apps/door": {"pin": 12345678901234567890, "code": 1.50, "port": 587, "all": {"a": [1.0, 1, "1.0", null]}}}';
  const values = (await readBy(READERS['kv-json'], file)).map(
    ({ thing }) => (thing as { credential: string }).credential,
  );
  expect(values).toEqual(['12345678901234567890', '1.50', '587', '{"a":[1.0,1,"1.0",null]}']);
});
