import { generateKeyPairSync } from 'node:crypto';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';

/** § Password rotation: the value in force, pasted once more, changes nothing and answers nothing. */
let application: RunningApplication;
let fixture: Fixture;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
});
afterAll(() => application.end());

const factsOf = async (id: string) => {
  const facts = await application.adapters.eventStore.readStream(`identity-${id}`, { limit: 1000 });
  return facts.map(({ type }) => type);
};
const paste = (id: string, credential: string) => fixture.owner.put(`/identities/${id}/credential`, { credential });

test('a rotation that waits for a person is not confirmed by it; by another value it is', async () => {
  const { id, value } = await fixture.newIdentity({ credentialType: 'api_key', rotationIntervalDays: 30 });
  await fixture.owner.ok('POST', `/identities/${id}/rotate`);
  const before = await fixture.owner.ok('GET', `/identities/${id}`);
  const facts = await factsOf(id);
  expect(before.rotation).toMatchObject({ status: 'pending', detail: 'manual' });
  expect((await paste(id, value)).body).toMatchObject({ status: 422, code: 'PASSWORD_UNCHANGED' });
  expect(await fixture.owner.ok('GET', `/identities/${id}`)).toEqual(before);
  expect(await factsOf(id)).toEqual(facts);
  const { items } = await fixture.owner.ok('GET', `/audit?identityId=${id}&outcome=refused`);
  expect(items).toMatchObject([{ type: 'keyledger.credential-replace-refused.v1', code: 'PASSWORD_UNCHANGED' }]);
  expect((await paste(id, 'another')).status).toBe(204);
  expect((await fixture.owner.ok('GET', `/identities/${id}`)).rotation).toMatchObject({ status: 'confirmed' });
});

test('who may not see it is told five times an hour, then to wait, in one refusal each', async () => {
  const { id, value } = await fixture.newIdentity();
  const guess = (credential: string) => fixture.people.manager.put(`/identities/${id}/credential`, { credential });
  for (let n = 0; n < 5; n++) {
    expect((await guess(value)).body).toMatchObject({ status: 422, code: 'PASSWORD_UNCHANGED' });
  }
  for (const credential of [value, 'wrong']) {
    const answer = await guess(credential);
    expect(answer.body).toMatchObject({ status: 429, code: 'TOO_MANY_REQUESTS' });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(3500);
  }
  const { items } = await fixture.owner.ok('GET', `/audit?identityId=${id}&outcome=refused`);
  expect(items.map((entry: { code: string }) => entry.code)).toEqual([
    ...Array(2).fill('TOO_MANY_REQUESTS'),
    ...Array(5).fill('PASSWORD_UNCHANGED'),
  ]);
  expect((await fixture.people.revealer.post(`/identities/${id}/reveal`)).body.credential.value).toBe(value);
});

test('an SSH key that is only written otherwise is the key in force', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = (type: 'pkcs1' | 'pkcs8') => privateKey.export({ type, format: 'pem' }).toString();
  const { id } = await fixture.newIdentity({ credentialType: 'ssh_key', credential: pem('pkcs8') });
  for (const same of [pem('pkcs8').trimEnd(), pem('pkcs8').replaceAll('\n', '\r\n'), pem('pkcs1')]) {
    expect((await paste(id, same)).body).toMatchObject({ status: 422, code: 'PASSWORD_UNCHANGED' });
  }
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  expect((await paste(id, other.export({ type: 'pkcs8', format: 'pem' }).toString())).status).toBe(204);
});
