import { identityMade, organizationWith, StoredValues } from '../../../test/support/stored-values';
import { fact } from '../../../test/support/streams/ground-of';
import { peopleOf, PLACES } from '../../../test/support/streams/people';
import { digest, type Streams } from '../../../test/support/streams/view-of';
import { systemRandom } from '../../adapters/outside/system-random';
import { sshKeyPairs } from '../../adapters/sealing/ssh-key-pairs';
import type { IdentitySettings } from '../../domain/identities/events';
import { identity } from '../../domain/identities/evolve';
import { organization } from '../../domain/organizations/state';
import { Values } from '../material/values';
import { ValueFitCheck } from './value-fit-check';
import { Matches } from './matches';
import { ReplaceCredential, ReplaceCredentialHandler } from './replace-credential';

/** A manager sets a value by hand: what it is compared with, what of the old one is remembered, and whether one fits an edit. */
let values: StoredValues;
afterEach(() => values.close());
const keyPairs = sshKeyPairs(systemRandom);
const KEY = keyPairs.make('root@keyledger');
const subject = { organizationId: 'o', identityGroupId: 'v', identityId: 'i' };
const SETTINGS: IdentitySettings = {
  name: 'i',
  username: 'root',
  credentialType: 'password',
  rotateAfterUse: false,
  hostIds: [],
  allowConcurrentCheckout: false,
  maxConcurrentSessions: 1,
};
const settingsBecome = (settings: Partial<IdentitySettings>) =>
  fact('identity-changed', { ...subject, ...SETTINGS, ...settings });
const ON_HOST = settingsBecome({ hostIds: ['host1'], connector: 'linux-password' });
const OF_KEYS = settingsBecome({ credentialType: 'ssh_key' });
const lost = fact('identity-value-lost', { ...subject, materialStoreId: 'm', lostAt: '2026-03-01T00:00:00.000Z' });

const open = async (streams: Streams = identityMade('i'), value: string | null = 'hunter2', secrets = 1) => {
  const people = {
    owner: { owner: true },
    manager: { here: ['pam_vaults.manage'] },
    viewer: { here: ['pam_vaults.view'] },
    stranger: {},
  } as const;
  values = new StoredValues({ ...peopleOf(people), ...PLACES, ...organizationWith(secrets), ...streams });
  if (secrets > 0) await values.secret(1);
  if (value !== null) await values.put('i', 1, value);
};
const made = () => {
  const { ground, store, sealing, failures } = values;
  return new Values(store, sealing, ground.clock, failures, ground.reader);
};
const set = (credential: string, who = 'owner', ifMatch?: number) => {
  const { ground } = values;
  const matches = new Matches(ground.deciding, digest, ground.ids, ground.clock);
  const handler = new ReplaceCredentialHandler(ground.deciding, made(), matches, keyPairs);
  return ground.when(() => handler.execute(new ReplaceCredential(ground.as(who), 'i', credential, ifMatch)));
};
const codeOf = async (asked: ReturnType<typeof set>) => (await asked).refused ?? 'set';
const valueOf = async (version: number) => (await made().fetch('i', version))();

test('it stands under the next number, by whom is told, and the old one may not come back', async () => {
  await open();
  const { facts, answer } = await set('second', 'manager');
  expect(answer).toMatchObject({ id: 'i' });
  expect(facts).toMatchObject([
    [
      'identity-i',
      'identity-credential-replaced',
      { ...subject, version: 2, replacedVersion: 1, replacedBy: 'manager@x.org', typedBy: 'manager' },
    ],
  ]);
  expect(await valueOf(2)).toBe('second');
  expect([await codeOf(set('second')), await codeOf(set('hunter2')), await codeOf(set('third'))]).toEqual([
    'PASSWORD_UNCHANGED',
    'PASSWORD_REUSED',
    'set',
  ]);
});

test.each<[string, string, Streams, number | undefined, number, string]>([
  ['by who only looks', 'viewer', identityMade('i'), undefined, 1, 'PERMISSION_DENIED'],
  ['by who does not see it', 'stranger', identityMade('i'), undefined, 1, 'NOT_FOUND'],
  ['as it was seen', 'owner', identityMade('i'), 0, 1, 'set'],
  ['as it was seen before another change', 'owner', identityMade('i', undefined, ON_HOST), 0, 1, 'PRECONDITION_FAILED'],
  ['where no secret is set', 'owner', identityMade('i'), undefined, 0, 'ORGANIZATION_SECRET_NOT_FOUND'],
  [
    'while it is changed in the vault',
    'owner',
    identityMade(
      'i',
      undefined,
      fact('rotation-requested', {
        ...subject,
        rotationId: 'r',
        trigger: 'manual',
        mode: 'vault',
        hostIds: [],
        requestedAt: '2026-03-01T00:00:00.000Z',
      }),
    ),
    undefined,
    1,
    'ROTATION_IN_PROGRESS',
  ],
])('a value is set %s', async (_, who, streams, ifMatch, secrets, expected) => {
  await open(streams, null, secrets);
  expect(await codeOf(set('second', who, ifMatch))).toBe(expected);
  expect(await values.store.versions('i')).toEqual(expected === 'set' ? [2] : []);
});

test('what its hosts could never be set to is refused before it is compared with anything', async () => {
  await open(identityMade('i', undefined, ON_HOST));
  expect(await codeOf(set('two\nlines'))).toBe('CREDENTIAL_NOT_USABLE');
  expect(await codeOf(set('hunter2'))).toBe('PASSWORD_UNCHANGED');
});

test('the value in force, stored in plain text before, is saved anew: its number stays, and none is made', async () => {
  await open(identityMade('i', 'plaintext'));
  const { facts } = await set('hunter2');
  expect(facts).toMatchObject([
    ['identity-i', 'credential-saved-anew', { ...subject, version: 1, savedBy: 'owner@x.org', typedBy: 'owner' }],
  ]);
  expect(await values.store.versions('i')).toEqual([1]);
  expect(await codeOf(set('hunter2'))).toBe('PASSWORD_UNCHANGED');
});

test.each<[string, Streams, string | null]>([
  ['it was lost with its store', identityMade('i', undefined, lost), 'hunter2'],
  ['it is not there', identityMade('i'), null],
])('what stood before stands in nobody’s way, as %s', async (_, streams, value) => {
  await open(streams, value);
  expect(await codeOf(set('hunter2'))).toBe('set');
  expect(await codeOf(set('hunter2'))).toBe('PASSWORD_UNCHANGED');
});

test('a key that is written otherwise is the same key; another one, or one in place of what does not open, is not', async () => {
  await open(identityMade('i', undefined, OF_KEYS), KEY);
  const otherwise = `${KEY.trim()}\r\n`;
  expect(otherwise).not.toBe(KEY);
  expect(await codeOf(set(otherwise))).toBe('PASSWORD_UNCHANGED');
  expect(await codeOf(set(keyPairs.make('other')))).toBe('set');
  values.close();
  await open(identityMade('i', undefined, OF_KEYS), null);
  expect(await codeOf(set(otherwise))).toBe('set');
});

test('the same letters of a password are compared, not what they mean as a key', async () => {
  await open(identityMade('i'), KEY);
  expect(await codeOf(set(`${KEY.trim()}\r\n`))).toBe('set');
});

const before = async () => (await (await values.ground.reader.fresh()).load(identity, 'i')).state;
const fits = async (settings: Partial<IdentitySettings>) =>
  (await new ValueFitCheck(made(), keyPairs).refuseUnfit('i', await before(), { ...SETTINGS, ...settings }))?.code;

test.each<[string, string | null, Partial<IdentitySettings>, string | undefined]>([
  [
    'it comes to a host that could never be set to it',
    'two\nlines',
    { hostIds: ['host1'], connector: 'linux-password' },
    'CREDENTIAL_NOT_USABLE',
  ],
  ['it comes to a host that takes it', 'hunter2', { hostIds: ['host1'], connector: 'linux-password' }, undefined],
  [
    'it gets another connector that could not set it',
    'two\nlines',
    { hostIds: ['host0'], connector: 'mysql' },
    'CREDENTIAL_NOT_USABLE',
  ],
  ['nothing of that changes', 'two\nlines', { hostIds: ['host0'], name: 'x' }, undefined],
  ['it comes to none, and has a connector', 'two\nlines', { hostIds: [], connector: 'mysql' }, undefined],
  [
    'it is no key for where keys are set',
    'hunter2',
    { hostIds: ['host1'], connector: 'ssh-authorized-keys' },
    'CREDENTIAL_NOT_USABLE',
  ],
  ['it is a key for where keys are set', KEY, { hostIds: ['host1'], connector: 'ssh-authorized-keys' }, undefined],
  ['it is not there: that is told elsewhere', null, { hostIds: ['host1'], connector: 'mysql' }, undefined],
])('whether a value fits an edit: %s', async (_, value, settings, expected) => {
  await open(identityMade('i', undefined, settingsBecome({ hostIds: ['host0'] })), value);
  expect(await fits(settings)).toBe(expected);
});

test('an account that is being taken over has no value that could not fit; a store that is away tells nothing', async () => {
  await open(identityMade('i', undefined, settingsBecome({ hostIds: ['host0'] })), 'two\nlines');
  const state = await before();
  const after = { ...SETTINGS, hostIds: ['host1'], connector: 'mysql' };
  expect(
    await new ValueFitCheck(made(), keyPairs).refuseUnfit('i', { ...state, credentialVersion: 0 }, after),
  ).toBeUndefined();
  const away = { fetch: () => Promise.reject(new Error('away')) } as unknown as Values;
  await expect(new ValueFitCheck(away, keyPairs).refuseUnfit('i', state, after)).rejects.toThrow('away');
});

test('ten values that were replaced may not come back, and the eleventh may', async () => {
  await open();
  for (let n = 0; n < 11; n += 1) expect(await codeOf(set(`value ${n}`))).toBe('set');
  expect([await codeOf(set('value 0')), await codeOf(set('hunter2'))]).toEqual(['PASSWORD_REUSED', 'set']);
  const { state } = await (await values.ground.reader.fresh()).load(organization, 'o');
  const wasUsed = await made().usedBefore({ organizationId: 'o', vaultId: 'v', organization: state }, 'i');
  expect(['value 0', 'value 1', 'value 10'].map((value) => wasUsed(value))).toEqual([false, true, true]);
});
