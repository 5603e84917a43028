import type { Client } from '../support/application/client';
import { documentedFile } from '../support/application/documented-files';
import { importing, type Imported } from '../support/application/importing';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';

/** docs/moving-in.md: every example in it, as it stands there. */
let application: RunningApplication;
let fixture: Fixture;
let owner: Client;
beforeAll(async () => {
  application = await runningApplication();
});
beforeEach(async () => {
  fixture = await newFixture(application);
  ({ owner } = fixture.people);
});
afterAll(() => application.end());

const play = async (format: string, apply: boolean): Promise<Imported> => {
  const file = documentedFile(format, fixture.people.user.email);
  return importing(application, fixture.organizationId)(owner, file, { format, apply });
};

/** Every identity of the organization: vault, name, username, type, value. */
const made = async () => {
  const { items: vaults } = await owner.ok('GET', `/identity-groups?organizationId=${fixture.organizationId}`);
  const { items } = await owner.ok('GET', `/identities?organizationId=${fixture.organizationId}&limit=200`);
  const rows = items.map(async (each: Record<string, string>) => {
    const { credential } = await owner.ok('POST', `/identities/${each['id']}/reveal`);
    const vault = vaults.find(({ id }: { id: string }) => id === each['identityGroupId']).name;
    return [vault, each['name'], each['username'], each['credentialType'], credential.value];
  });
  return (await Promise.all(rows)).toSorted();
};

type Row = readonly [vault: string, name: string, username: string, type: string, value: string];

test.each<[string, readonly Row[], object, readonly (readonly [number, string, string])[]]>([
  [
    'jsonl',
    [
      ['Databases', 'billing', 'billing', 'password', 'correct horse'],
      ['Databases', 'reports', 'reports', 'password', 'readable by all'],
    ],
    { lines: 5, made: 5, refused: 0, warnings: 0 },
    [],
  ],
  [
    'csv',
    [
      ['Web servers', 'deploy', 'deploy', 'password', 'with "quotes", commas'],
      ['Web servers', 'formula', 'app', 'password', '=1+1'],
    ],
    { lines: 6, made: 6, refused: 0, warnings: 0 },
    [],
  ],
  [
    'keepass-csv',
    [
      ['Network', 'core switch', 'admin', 'password', 'Sw1tch!'],
      ['Network', 'wifi', 'wifi', 'password', 'two\nlines'],
    ],
    { lines: 3, made: 3, refused: 1, warnings: 2 },
    [
      [2, 'warning', 'FIELDS_LEFT_OUT'],
      [3, 'warning', 'USERNAME_MISSING'],
      [5, 'refused', 'NOT_A_CREDENTIAL'],
    ],
  ],
  [
    'bitwarden-json',
    [
      ['Applications', 'app server', 'root', 'password', 'pass-one'],
      ['Imported', 'no folder', 'me', 'password', 'pass-two'],
    ],
    { lines: 3, made: 4, refused: 1, warnings: 1 },
    [
      [1, 'warning', 'FIELDS_LEFT_OUT'],
      [3, 'refused', 'NOT_A_CREDENTIAL'],
    ],
  ],
  [
    'bitwarden-csv',
    [['Applications', 'app server', 'root', 'password', 'pass-one']],
    { lines: 2, made: 2, refused: 1, warnings: 1 },
    [
      [2, 'warning', 'FIELDS_LEFT_OUT'],
      [3, 'refused', 'NOT_A_CREDENTIAL'],
    ],
  ],
  [
    '1password-csv',
    [['Imported', 'router', 'admin', 'password', 'r0uter']],
    { lines: 1, made: 2, refused: 0, warnings: 1 },
    [[2, 'warning', 'FIELDS_LEFT_OUT']],
  ],
  [
    '1pux',
    [['Servers', 'jump host', 'ops', 'password', 'jump-pass']],
    { lines: 2, made: 2, refused: 1, warnings: 1 },
    [
      [1, 'warning', 'FIELDS_LEFT_OUT'],
      [2, 'refused', 'NOT_A_CREDENTIAL'],
    ],
  ],
  [
    'lastpass-csv',
    [['Business/Sales', 'crm', 'sales', 'password', 'crm-pass']],
    { lines: 2, made: 2, refused: 1, warnings: 1 },
    [
      [2, 'warning', 'FIELDS_LEFT_OUT'],
      [3, 'refused', 'NOT_A_CREDENTIAL'],
    ],
  ],
  [
    'passbolt-csv',
    [['Shared', 'mail server', 'postmaster', 'password', 'mail-pass']],
    { lines: 1, made: 2, refused: 0, warnings: 1 },
    [[2, 'warning', 'FIELDS_LEFT_OUT']],
  ],
  [
    'kv-json',
    [
      ['apps', 'billing', 'api_key', 'other', 'key-1'],
      ['apps', 'billing', 'billing', 'password', 'kv-pass'],
      ['apps', 'mailer', 'port', 'other', '587'],
      ['apps', 'mailer', 'smtp_token', 'other', 'token-1'],
    ],
    { lines: 4, made: 5, refused: 0, warnings: 0 },
    [],
  ],
])('the example of %s', async (format, rows, counts, findings) => {
  const told = ({ findings: found }: Imported) => found.map(({ line, status, code }) => [line, status, code]);
  const dry = await play(format, false);
  expect(dry.summary).toMatchObject({ ...counts, apply: false });
  expect(told(dry)).toEqual(findings);
  expect(await made()).toEqual([]);
  const applied = await play(format, true);
  expect(applied.summary).toMatchObject({ ...counts, apply: true });
  expect(told(applied)).toEqual(findings);
  expect(await made()).toEqual(rows);
  expect((await play(format, true)).summary).toMatchObject({ made: 0, refused: dry.summary.refused });
  expect(await made()).toEqual(rows);
});
