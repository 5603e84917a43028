import { resolve } from 'node:path';
import { banner, type Ready } from './banner';

const LOCAL: Ready['config'] = {
  dataDir: resolve('data'),
  rootKey: { from: 'data-folder', path: resolve('data/root.key') },
  ownerEmail: 'owner@example.com',
  namesOwner: false,
  externalIssuers: [],
};
const EXTERNAL: Ready['config'] = {
  dataDir: LOCAL.dataDir,
  rootKey: LOCAL.rootKey,
  namesOwner: false,
  externalIssuers: [
    {
      issuer: 'https://id.example.com/',
      audience: 'vault',
      jwksUrl: 'https://id.example.com/keys',
      emailClaim: 'email',
      emailVerifiedClaim: 'email_verified',
    },
  ],
};
const OWNER = { email: 'owner@example.com', signIns: [] };
const byIssuer = (issuer: string, subject = 'ann') => ({ signIns: [{ issuer, subject }] });

const say = (config: Ready['config'], owners: Ready['owners'], url = 'http://127.0.0.1:8080') =>
  banner({ version: '1.2.3', url, config, owners });

test('the first start says where it is and how its owner gets a token', () => {
  expect(say(LOCAL, [OWNER])).toEqual([
    'Keyledger 1.2.3 is ready.',
    '  API            http://127.0.0.1:8080/api/v1',
    '  Documentation  http://127.0.0.1:8080/docs',
    '  Get a token    npx --no keyledger token --email owner@example.com',
  ]);
});

test('the addresses are those it listens at', () => {
  expect(say(LOCAL, [OWNER], 'https://127.0.0.1:8443').join('\n')).toContain('https://127.0.0.1:8443/docs');
});

test.each<[string, Partial<Ready['config']>, string]>([
  ['in another data folder', { dataDir: '/srv/my data' }, "KEYLEDGER_DATA_DIR='/srv/my data' npx"],
  ['in a file', { rootKey: { from: 'file', path: '/k/root.key' } }, 'KEYLEDGER_ROOT_KEY_FILE=/k/root.key npx'],
  ['in the environment', { rootKey: { from: 'environment', key: Buffer.from('hunter2') } }, 'KEYLEDGER_ROOT_KEY=… npx'],
])('a root key %s is named to the command line, and never shown', (_, more, words) => {
  const lines = say({ ...LOCAL, ...more }, [OWNER]).join('\n');
  expect(lines).toContain(words);
  expect(lines).not.toContain('hunter2');
});

test('the token offered is that of an owner, not of who was named in vain', () => {
  const named = { ...LOCAL, ownerEmail: 'new@example.com', namesOwner: true };
  const lines = say(named, [{ email: 'old@example.com', ...byIssuer('keyledger') }]);
  expect(lines).toContain('  Get a token    npx --no keyledger token --email old@example.com');
  expect(lines.at(-1)).toBe(
    'Note: KEYLEDGER_OWNER_EMAIL (new@example.com) is ignored: the account has an owner, and it is somebody else.',
  );
  expect(
    say({ ...named, ownerEmail: 'OLD@example.com' }, [{ email: 'old@example.com', signIns: [] }]).at(-1),
  ).toContain('--email old@');
});

test('a default that nobody chose is not called ignored', () => {
  expect(say(LOCAL, [{ email: 'ann@example.com', signIns: [] }]).join('\n')).not.toContain('Note');
});

test('with an external issuer no token of ours is offered', () => {
  const lines = say(EXTERNAL, [OWNER]);
  expect(lines.join('\n')).not.toContain('keyledger token');
  expect(lines).toContain('  Sign in with   a token of https://id.example.com/ for the audience vault');
});

test('an account without an owner is told', () => {
  expect(say(EXTERNAL, []).at(-1)).toMatch(/^Note: The account has no owner: .* Set KEYLEDGER_OWNER_EMAIL/);
});

test('an owner named by subject in vain is told, one who has that sign-in is not', () => {
  const named = { ...EXTERNAL, ownerSubject: { issuer: 'https://id.example.com/', subject: 'ann' } };
  expect(say(named, [{ email: 'a@example.com', ...byIssuer('https://id.example.com/', 'bob') }]).at(-1)).toContain(
    'KEYLEDGER_OWNER_SUBJECT (ann) is ignored',
  );
  expect(say(named, [byIssuer('https://id.example.com/')]).join('\n')).not.toContain('Note');
});

test('one sign-in of several that is believed here is enough', () => {
  const both = [...byIssuer('keyledger').signIns, ...byIssuer('https://id.example.com/').signIns];
  expect(say(EXTERNAL, [{ email: 'a@example.com', signIns: both }]).join('\n')).not.toContain('Note');
});

test('owners that another issuer knows are offered nothing that would be refused', () => {
  const lines = say(LOCAL, [{ ...OWNER, ...byIssuer('https://id.example.com/') }]);
  expect(lines.join('\n')).not.toContain('keyledger token');
  expect(lines.at(-1)).toMatch(/^Note: No owner signs in with tokens of keyledger/);
  const both = say(LOCAL, [
    { ...OWNER, ...byIssuer('https://id.example.com/') },
    { email: 'b@example.com', signIns: [] },
  ]);
  expect(both.at(-1)).toContain('--email b@example.com');
});
