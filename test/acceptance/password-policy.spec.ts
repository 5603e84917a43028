import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

/** § Password rotation: what generated passwords look like is said per organization, vault and identity. */
let application: RunningApplication;
let fixture: Fixture;
let owner: Client;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  ({ owner } = fixture);
});
afterAll(() => application.end());

const ofOneClass = (chars: string, length: number) => ({ length, classes: [{ chars, min: 1 }] });
const rotated = async (id: string): Promise<string> => {
  const { credentialVersion } = await owner.ok('GET', `/identities/${id}`);
  await owner.ok('POST', `/identities/${id}/rotate`);
  const now = () => owner.ok('GET', `/identities/${id}`);
  await until('the rotation', async () => (await now()).credentialVersion > credentialVersion);
  return (await owner.ok('POST', `/identities/${id}/reveal`)).credential.value;
};
const organizationPolicy = (passwordPolicy: object | null) =>
  owner.patch(`/organizations/${fixture.organizationId}`, { settings: { passwordPolicy } });
const vaultPolicy = (passwordPolicy: object | null) =>
  owner.patch(`/identity-groups/${fixture.vaultId}`, { passwordPolicy });
const identityPolicy = (id: string, passwordPolicy: object | null) =>
  owner.patch(`/identities/${id}`, { passwordPolicy });

test('the identity’s counts before the vault’s, that before the organization’s, that before the default', async () => {
  const { id } = await fixture.newIdentity();
  expect(await rotated(id)).toMatch(/^[A-Za-z0-9][A-Za-z0-9\-_.~]{22}[A-Za-z0-9]$/);
  await organizationPolicy(ofOneClass('abc', 60));
  expect(await rotated(id)).toMatch(/^[abc]{60}$/);
  await vaultPolicy(ofOneClass('def', 61));
  expect(await rotated(id)).toMatch(/^[def]{61}$/);
  await identityPolicy(id, { ...ofOneClass('ghi', 62), maxClassRun: 62, edgeAlphanumeric: true });
  expect(await rotated(id)).toMatch(/^[ghi]{62}$/);
  await identityPolicy(id, null);
  expect(await rotated(id)).toMatch(/^[def]{61}$/);
  await vaultPolicy(null);
  expect(await rotated(id)).toMatch(/^[abc]{60}$/);
  await organizationPolicy(null);
  expect(await rotated(id)).toHaveLength(24);
});

test('every class has as many characters as it should', async () => {
  const classes = [
    { chars: 'abcdefghij', min: 3 },
    { chars: '0123456789', min: 5 },
    { chars: '!?', min: 1 },
  ];
  const { id } = await fixture.newIdentity({ passwordPolicy: { length: 24, classes } });
  for (let round = 0; round < 3; round++) {
    const value = await rotated(id);
    expect(value).toHaveLength(24);
    const [letters, digits] = [value.replace(/[^a-j]/g, '').length, value.replace(/\D/g, '').length];
    expect([letters >= 3, digits >= 5, letters + digits < 24]).toEqual([true, true, true]);
  }
});

test.each([
  ['more characters asked for than there are places', { length: 8, classes: [{ chars: 'abc', min: 9 }] }],
  [
    'so short that not even its classes fit',
    {
      length: 2,
      classes: [
        { chars: 'abc', min: 2 },
        { chars: '01', min: 1 },
      ],
    },
  ],
  ['only symbols, and none at the ends', { length: 8, classes: [{ chars: '-_', min: 1 }], edgeAlphanumeric: true }],
  ['one class, and no two in a row', { length: 8, classes: [{ chars: 'abc', min: 1 }], maxClassRun: 1 }],
])('one that nothing satisfies is refused wherever it is set: %s', async (_, policy) => {
  const { id } = await fixture.newIdentity();
  const answers = [await organizationPolicy(policy), await vaultPolicy(policy), await identityPolicy(id, policy)];
  expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
    Array(3).fill([422, 'PASSWORD_POLICY_UNSATISFIABLE']),
  );
});

test.each([
  ['shorter than 8', ofOneClass('abc', 7)],
  ['longer than 256', ofOneClass('abc', 257)],
  ['no class', { length: 20, classes: [] }],
  ['a character twice', ofOneClass('aba', 20)],
  ['letters that are not ASCII', ofOneClass('äöü', 20)],
  [
    'a class in two',
    {
      length: 20,
      classes: [
        { chars: 'ab', min: 1 },
        { chars: 'bc', min: 1 },
      ],
    },
  ],
  ['a field there is not', { ...ofOneClass('abc', 20), entropy: 128 }],
])('one that makes no sense is refused as invalid: %s', async (_, policy) => {
  const { id } = await fixture.newIdentity();
  for (const answer of [
    await organizationPolicy(policy),
    await vaultPolicy(policy),
    await identityPolicy(id, policy),
  ]) {
    expect(answer.body).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
    expect(answer.body.errors[0].field).toMatch(/passwordPolicy/);
  }
});

test('a part of a policy is merged into the one there is (RFC 7396); without one it must be whole', async () => {
  const { id } = await fixture.newIdentity();
  const whole = { ...ofOneClass('abcdefghij', 40), maxClassRun: 40, edgeAlphanumeric: true };
  const places = [
    [
      'settings.passwordPolicy',
      organizationPolicy,
      async () => (await owner.ok('GET', `/organizations/${fixture.organizationId}`)).settings,
    ],
    ['passwordPolicy', vaultPolicy, () => owner.ok('GET', `/identity-groups/${fixture.vaultId}`)],
    [
      'passwordPolicy',
      (policy: object | null) => identityPolicy(id, policy),
      () => owner.ok('GET', `/identities/${id}`),
    ],
  ] as const;
  for (const [at, patch, read] of places) {
    const part = await patch({ length: 30 });
    expect([part.status, part.body.errors]).toEqual([400, [{ field: `${at}.classes`, message: 'is required' }]]);
    expect((await patch({})).body.errors).toHaveLength(2);
    expect((await patch(whole)).status).toBe(200);
    expect((await patch({ length: 50, maxClassRun: null })).status).toBe(200);
    expect((await read()).passwordPolicy).toEqual({ ...ofOneClass('abcdefghij', 50), edgeAlphanumeric: true });
    expect((await patch({ classes: [{ chars: 'klmnopqrst', min: 2 }] })).status).toBe(200);
    expect((await read()).passwordPolicy).toMatchObject({ length: 50, classes: [{ chars: 'klmnopqrst', min: 2 }] });
    expect((await patch({ length: null })).status).toBe(400);
    expect((await patch({ length: 4 })).body).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect((await read()).passwordPolicy).toMatchObject({ length: 50 });
    await patch(null);
  }
});
