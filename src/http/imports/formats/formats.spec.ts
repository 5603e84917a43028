import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import type { ImportEntry, Reader } from '../entry';
import { READERS } from '../formats';

const read = async (reader: Reader, file: string | Uint8Array, piece = 7): Promise<readonly ImportEntry[]> => {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  async function* pieces() {
    for (let from = 0; from < bytes.length; from += piece) yield bytes.subarray(from, from + piece);
  }
  const found: ImportEntry[] = [];
  for await (const entry of reader(pieces())) found.push(entry);
  return found;
};
const things = (entries: readonly ImportEntry[]) => entries.map(({ line, thing }) => [line, thing]);
const codes = (entries: readonly ImportEntry[]) => entries.map(({ line, refused }) => [line, refused?.code]);
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
    expect(things(await read(READERS.csv, file, piece))).toEqual(SAME);
  }
});

test('a record with too few or too many cells is refused, and those after it are read', async () => {
  const found = await read(READERS.csv, 'kind,name\nvault\nvault,a,b\nvault,c\n');
  expect(codes(found)).toEqual([
    [2, 'VALIDATION_FAILED'],
    [3, 'VALIDATION_FAILED'],
    [4, undefined],
  ]);
});

test.each([
  ['of Windows after one of Unix', ['\n', '\r\n']],
  ['of Unix after one of Windows', ['\r\n', '\n']],
  ['of old Macs', ['\r', '\r']],
])('line ends %s make the same records', async (_, [first, others]) => {
  const file = `kind,name${first}${['vault,a', 'vault,"b"', '', 'vault,c', 'vault'].map((line) => line + others).join('')}`;
  for (const piece of [1, 1000]) {
    const found = await read(READERS.csv, file, piece);
    expect(things(found).slice(0, 3)).toEqual([
      [2, { kind: 'vault', name: 'a' }],
      [3, { kind: 'vault', name: 'b' }],
      [5, { kind: 'vault', name: 'c' }],
    ]);
    expect(codes(found).slice(3)).toEqual([[6, 'VALIDATION_FAILED']]);
  }
});

test('rows of a spreadsheet that hold nothing are no lines', async () => {
  const found = await read(READERS.csv, ',\nkind,name\n,\nvault,a\n,\n"",\n');
  expect(things(found)).toEqual([[4, { kind: 'vault', name: 'a' }]]);
});

test.each([
  ['csv', 'kind,vault,name,credential,credential\nidentity,v,a,one,two\n'],
  ['keepass-csv', 'Group,Title,Username,Password,Password\nv,a,root,one,two\n'],
] as const)('a column that is there twice ends a %s: nobody knows which of them counts', async (format, file) => {
  const found = await read(READERS[format], file);
  expect(codes(found)).toEqual([[1, 'FILE_NOT_READABLE']]);
  expect(JSON.stringify(found)).toContain('more than once');
});

test('of columns without a name each is told', async () => {
  const found = await read(
    READERS['keepass-csv'],
    'Group,Title,Username,Password,,\nv,a,root,one,x,y\nv,b,root,one,,y\n',
  );
  expect(found.map(({ warnings }) => warnings?.map(({ detail }) => detail))).toEqual([
    ['Not imported, keep it elsewhere: column 5, column 6.'],
    ['Not imported, keep it elsewhere: column 6.'],
  ]);
  expect(things(await read(READERS.csv, 'kind,name,,\nvault,a,x,\n'))).toEqual([
    [2, { kind: 'vault', name: 'a', 'column 3': 'x' }],
  ]);
});

test('a long name is cut between two characters, and told', async () => {
  const [cut, whole] = [`${'x'.repeat(199)}😀z`, `${'x'.repeat(199)}😀`];
  const found = await read(READERS['keepass-csv'], `Group,Title,Username,Password\nv,${cut},r,one\nv,${whole},r,two\n`);
  expect(
    found.map(({ thing, warnings }) => [(thing as { name: string }).name, warnings?.map(({ code }) => code)]),
  ).toEqual([
    [whole, ['NAME_SHORTENED']],
    [whole, []],
  ]);
});

test('a record that is not UTF-8 is refused alone', async () => {
  const file = Buffer.concat([Buffer.from('kind,name\nvault,'), Buffer.of(0xff), Buffer.from('\nvault,c\n')]);
  expect(codes(await read(READERS.csv, file))).toEqual([
    [2, 'VALIDATION_FAILED'],
    [3, undefined],
  ]);
  const lines = Buffer.concat([Buffer.from('{"a":"'), Buffer.of(0xff), Buffer.from('"}\n{"b":1}')]);
  expect(codes(await read(READERS.jsonl, lines))).toEqual([
    [1, 'VALIDATION_FAILED'],
    [2, undefined],
  ]);
});

test('a quote that is never closed ends the file, and says from where on', async () => {
  const found = await read(READERS.csv, `kind,name\nvault,a\nvault,"b\n${'x\n'.repeat(600_000)}`, 65_536);
  expect(codes(found)).toEqual([
    [2, undefined],
    [3, 'FILE_NOT_READABLE'],
  ]);
});

test.each(['keepass-csv', 'bitwarden-csv', '1password-csv', 'lastpass-csv', 'passbolt-csv'] as const)(
  'a file without the columns of %s is not taken for one, and what stands in it is not told',
  async (format) => {
    const found = await read(READERS[format], 'hunter2,root\nhunter3,root\n');
    expect(codes(found)).toEqual([[1, 'FILE_NOT_READABLE']]);
    expect(JSON.stringify(found)).not.toContain('hunter');
  },
);

test.each(['bitwarden-json', 'kv-json', '1pux'] as const)('a file that is not %s is one refusal', async (format) => {
  const zips = [zipSync({ 'export.data': Buffer.from('hunter2') }), zipSync({ other: Buffer.from('x') })];
  const files = format === '1pux' ? [Buffer.from('hunter2'), ...zips] : [Buffer.from('hunter2 {'), Buffer.from('[1]')];
  for (const file of files) {
    const found = await read(READERS[format], file);
    expect(codes(found)).toEqual([[1, 'FILE_NOT_READABLE']]);
    expect(JSON.stringify(found)).not.toContain('hunter');
  }
});

test('an encrypted export is not taken for an empty one', async () => {
  const encrypted = JSON.stringify({ encrypted: true, items: [], data: 'x' });
  expect(codes(await read(READERS['bitwarden-json'], encrypted))).toEqual([[1, 'FILE_NOT_READABLE']]);
});

test('columns nobody knows are told by their number, as their name may be a value', async () => {
  const [entry] = await read(READERS['keepass-csv'], 'Title,Username,Password,hunter2\na,b,c,d\n');
  expect(entry?.warnings).toEqual([{ code: 'FIELDS_LEFT_OUT', detail: 'Not imported, keep it elsewhere: column 4.' }]);
});

test('an SSH key of another vault comes as one', async () => {
  const file = { items: [{ type: 5, name: 'k', sshKey: { privateKey: '-----BEGIN' } }] };
  const [entry] = await read(READERS['bitwarden-json'], JSON.stringify(file));
  expect(entry?.thing).toMatchObject({ credentialType: 'ssh_key', credential: '-----BEGIN', connector: null });
});

test('JSON Lines are numbered as an editor numbers them, the last one with or without its end', async () => {
  const found = await read(READERS.jsonl, '{"a":1}\r\n\n  \n{"b":2}\n{"c":3}');
  expect(things(found)).toEqual([
    [1, { a: 1 }],
    [4, { b: 2 }],
    [5, { c: 3 }],
  ]);
});

test('what KeePassXC itself wrote is read whole', async () => {
  const file = readFileSync(join(__dirname, '../../../../test/fixtures/imports/keepassxc-2.7.4.csv'));
  const found = (await read(READERS['keepass-csv'], file)).map(({ line, vault, thing, warnings }) => {
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
  const found = (await read(READERS['kv-json'], file, 64)).map(({ vault, thing, refused, warnings = [] }) => {
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
  };
  const found = (await read(READERS['kv-json'], JSON.stringify(file), 64)).map(({ thing, refused }) => {
    const { username, credential } = (thing ?? {}) as Readonly<Record<string, string>>;
    return refused?.code ?? [username, credential];
  });
  const plain = [
    ['metadata', '{"version":"one"}'],
    ['data', 'e'],
  ];
  expect(found).toEqual([['a', 'b'], ['c', 'd'], 'NOT_A_CREDENTIAL', ...plain]);
});
