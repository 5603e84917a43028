import { zipSync } from 'fflate';
import { codesOf, readBy, thingsOf } from '../../../../test/support/read-by';
import { READERS } from '../formats';

test.each([
  ['of Windows after one of Unix', ['\n', '\r\n']],
  ['of Unix after one of Windows', ['\r\n', '\n']],
  ['of old Macs', ['\r', '\r']],
])('line ends %s make the same records', async (_, [first, others]) => {
  const file = `kind,name${first}${['vault,a', 'vault,"b"', '', 'vault,c', 'vault'].map((line) => line + others).join('')}`;
  for (const piece of [1, 1000]) {
    const found = await readBy(READERS.csv, file, piece);
    expect(thingsOf(found).slice(0, 3)).toEqual([
      [2, { kind: 'vault', name: 'a' }],
      [3, { kind: 'vault', name: 'b' }],
      [5, { kind: 'vault', name: 'c' }],
    ]);
    expect(codesOf(found).slice(3)).toEqual([[6, 'VALIDATION_FAILED']]);
  }
});

test('rows of a spreadsheet that hold nothing are no lines', async () => {
  const found = await readBy(READERS.csv, ',\nkind,name\n,\nvault,a\n,\n"",\n');
  expect(thingsOf(found)).toEqual([[4, { kind: 'vault', name: 'a' }]]);
});

test.each([
  ['csv', 'kind,vault,name,credential,credential\nidentity,v,a,one,two\n'],
  ['keepass-csv', 'Group,Title,Username,Password,Password\nv,a,root,one,two\n'],
] as const)('a column that is there twice ends a %s: nobody knows which of them counts', async (format, file) => {
  const found = await readBy(READERS[format], file);
  expect(codesOf(found)).toEqual([[1, 'FILE_NOT_READABLE']]);
  expect(JSON.stringify(found)).toContain('more than once');
});

test('folders of Passbolt stay apart that are called the same in different ones: it writes no top group before them', async () => {
  const groups = ['', 'Ops', 'Ops/Servers', 'Finance/Servers', 'Root'];
  const rows = groups.map((group, n) => `"${group}","e${n}","u","p","",""\n`).join('');
  const found = await readBy(READERS['passbolt-csv'], `"Group","Title","Username","Password","URL","Notes"\n${rows}`);
  expect(found.map(({ vault }) => vault)).toEqual(['Imported', 'Ops', 'Ops/Servers', 'Finance/Servers', 'Root']);
});

test('a column that nobody reads may be there twice, and each is told', async () => {
  const found = await readBy(READERS['1password-csv'], 'Title,Username,Password,Notes,pin,pin,Notes\na,u,p,n,1,2,m\n');
  expect(found.map(({ warnings }) => warnings?.map(({ detail }) => detail))).toEqual([
    ['Not imported, keep it elsewhere: Notes, column 5, column 6, column 7.'],
  ]);
});

test('of columns without a name each is told', async () => {
  const found = await readBy(
    READERS['keepass-csv'],
    'Group,Title,Username,Password,,\nv,a,root,one,x,y\nv,b,root,one,,y\n',
  );
  expect(found.map(({ warnings }) => warnings?.map(({ detail }) => detail))).toEqual([
    ['Not imported, keep it elsewhere: column 5, column 6.'],
    ['Not imported, keep it elsewhere: column 6.'],
  ]);
  expect(thingsOf(await readBy(READERS.csv, 'kind,name,,\nvault,a,x,\n'))).toEqual([
    [2, { kind: 'vault', name: 'a', 'column 3': 'x' }],
  ]);
});

test('a long name is cut between two characters, and told', async () => {
  const [cut, whole] = [`${'x'.repeat(199)}😀z`, `${'x'.repeat(199)}😀`];
  const found = await readBy(
    READERS['keepass-csv'],
    `Group,Title,Username,Password\nv,${cut},r,one\nv,${whole},r,two\n`,
  );
  expect(
    found.map(({ thing, warnings }) => [(thing as { name: string }).name, warnings?.map(({ code }) => code)]),
  ).toEqual([
    [whole, ['NAME_SHORTENED']],
    [whole, []],
  ]);
});

test('of an item that lies in several collections of Bitwarden the first counts, and the others are told', async () => {
  const collections = ['a', 'b'].map((id) => ({ id, name: id.toUpperCase() }));
  const item = (...collectionIds: readonly string[]) => ({
    type: 1,
    name: 'n',
    collectionIds,
    login: { password: 'p' },
  });
  const file = { collections, items: [item('a', 'b'), item('b')] };
  const found = await readBy(READERS['bitwarden-json'], JSON.stringify(file));
  expect(found.map(({ vault, warnings = [] }) => [vault, warnings.map(({ code }) => code)])).toEqual([
    ['A', ['USERNAME_MISSING', 'FIELDS_LEFT_OUT']],
    ['B', ['USERNAME_MISSING']],
  ]);
});

test('what a login of 1Password has besides, another value or other fields of the page, is told', async () => {
  const login = (value: string, designation = '') => ({ designation, value });
  const [user, password] = [login('u', 'username'), login('p', 'password')];
  const key = { sections: [{ fields: [{ value: { sshKey: { privateKey: 'k' } } }] }] };
  const details = [
    { loginFields: [user, password, login('12345')] },
    { loginFields: [user, password, login('')], password: 'p' },
    { loginFields: [user, password], password: 'other' },
    { loginFields: [user, password], ...key },
  ];
  const vaults = [
    { attrs: { name: 'V' }, items: details.map((each) => ({ overview: { title: 't' }, details: each })) },
  ];
  const data = Buffer.from(JSON.stringify({ accounts: [{ vaults }] }));
  const found = await readBy(READERS['1pux'], zipSync({ 'export.data': data }), 1000);
  const told = found.map(({ thing, warnings = [] }) => [
    (thing as { credential: string }).credential,
    ...warnings.map(({ detail }) => detail.replace(/^.*: /, '')),
  ]);
  expect(told).toEqual([['p', 'loginFields.'], ['p'], ['p', 'password.'], ['k', 'password.']]);
});

test('a row that lacks cells lacks what stands in them, and ends nothing', async () => {
  const rows = 'v,a,root,one,\nTotal: 2 entries\nv,b,root\nv,c,root,three\nv,d,root,four,n,x\n';
  const found = await readBy(READERS['keepass-csv'], `Group,Title,Username,Password,Notes\n${rows}`);
  expect(
    found.map(({ line, refused, warnings }) => [line, refused?.code ?? warnings?.map(({ code }) => code)]),
  ).toEqual([
    [2, []],
    [3, 'NOT_A_CREDENTIAL'],
    [4, 'NOT_A_CREDENTIAL'],
    [5, []],
    [6, ['FIELDS_LEFT_OUT']],
  ]);
});

const KEEPASS_1 = '"Account","Login Name","Password","Web Site","Comments"';

test('a CSV of KeePass 1.x has backslashes before quotes and backslashes, and the values come without', async () => {
  const rows = [
    String.raw`"a","corp\\root","p\\w\"d","",""`,
    String.raw`"b","u","x\",\"y","","said \"no\"` + '\r\nto, it"',
  ];
  const file = `${[KEEPASS_1, ...rows, '"c","u","\\\\","",""'].join('\r\n')}\r\n`;
  for (const piece of [1, 7, 1000]) {
    const found = await readBy(READERS['keepass-csv'], file, piece);
    const told = found.map(({ line, thing, warnings }) => {
      const { username, credential } = thing as Readonly<Record<string, string>>;
      return [line, username, credential, warnings?.map(({ code }) => code)];
    });
    expect(told).toEqual([
      [2, String.raw`corp\root`, String.raw`p\w"d`, []],
      [3, 'u', 'x","y', ['FIELDS_LEFT_OUT']],
      [5, 'u', '\\', []],
    ]);
  }
});

test('one that a spreadsheet saved again, and one of KeePassXC, have them as they stand', async () => {
  const files = [
    `${KEEPASS_1.replaceAll('"', '')}\na,u,"p\\\\""d",,\n`,
    '"Group","Title","Username","Password","URL","Notes"\n"Root","a","u","p\\\\""d","",""\n',
  ];
  for (const file of files) {
    expect(thingsOf(await readBy(READERS['keepass-csv'], file))).toMatchObject([[2, { credential: 'p\\\\"d' }]]);
  }
});

test('a server, a database and a credential of an API come from the form that 1Password has for each', async () => {
  const field = (id: string, value: object) => ({ id, title: id, value });
  const [user, pass] = [field('username', { string: 'ops' }), field('password', { concealed: 's3cret' })];
  const empty = field('hostname', { string: '' });
  const item = (fields: readonly object[], more = {}) => ({
    overview: { title: 't' },
    details: { loginFields: [], sections: [{ fields }] },
    ...more,
  });
  const items = [
    item([user, pass, empty], { categoryUuid: '110' }),
    item([field('hostname', { string: 'db1' }), user, pass], { categoryUuid: '102' }),
    item([user, field('credential', { concealed: 'sk-1' })], { categoryUuid: '112' }),
    item([user, field('4r7', { concealed: 'a field of somebody' })]),
    item([pass], { state: 'trashed' }),
  ];
  const data = Buffer.from(JSON.stringify({ accounts: [{ vaults: [{ attrs: { name: 'V' }, items }] }] }));
  const found = await readBy(READERS['1pux'], zipSync({ 'export.data': data }), 1000);
  const told = found.map(({ thing, refused, warnings = [] }) => {
    const { username, credential, credentialType } = (thing ?? {}) as Readonly<Record<string, string>>;
    return refused?.code ?? [username, credential, credentialType, ...warnings.map(({ detail }) => detail)];
  });
  expect(told).toEqual([
    ['ops', 's3cret', 'password'],
    ['ops', 's3cret', 'password', 'Not imported, keep it elsewhere: sections.'],
    ['ops', 'sk-1', 'api_key'],
    'NOT_A_CREDENTIAL',
    [
      't',
      's3cret',
      'password',
      'The entry has no user name; its own name was taken.',
      'Not imported, keep it elsewhere: trashed.',
    ],
  ]);
});

test('collections of a Bitwarden CSV are names with commas between: the first counts, and the others are told', async () => {
  const head = 'collections,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp';
  const found = await readBy(READERS['bitwarden-csv'], `${head}\n"A,B",login,n,,,0,,u,p,\nB,login,m,,,0,,u,p,\n`);
  expect(found.map(({ vault, warnings = [] }) => [vault, ...warnings.map(({ detail }) => detail)])).toEqual([
    ['A', 'Not imported, keep it elsewhere: the collections but the first.'],
    ['B'],
  ]);
  const item = { type: 1, name: 'n', login: { username: 'u', password: 'p' }, deletedDate: '2026-01-01T00:00:00Z' };
  const [deleted] = await readBy(READERS['bitwarden-json'], JSON.stringify({ items: [item] }));
  expect(deleted?.warnings).toMatchObject([{ detail: 'Not imported, keep it elsewhere: deletedDate.' }]);
});

test('a value of LastPass that may be written as in HTML is imported as it stands, and told', async () => {
  const rows = ['a&amp;b', 'a&b;c', 'x&lt;y'].map((value) => `http://sn.example,u,${value},,,n,,0\n`).join('');
  const found = await readBy(READERS['lastpass-csv'], `url,username,password,totp,extra,name,grouping,fav\n${rows}`);
  const told = found.map(({ thing, warnings = [] }) => [
    (thing as { credential: string }).credential,
    ...warnings.map(({ code }) => code),
  ]);
  expect(told).toEqual([
    ['a&amp;b', 'FIELDS_LEFT_OUT', 'VALUE_MAY_BE_ENCODED'],
    ['a&b;c', 'FIELDS_LEFT_OUT'],
    ['x&lt;y', 'FIELDS_LEFT_OUT', 'VALUE_MAY_BE_ENCODED'],
  ]);
});
