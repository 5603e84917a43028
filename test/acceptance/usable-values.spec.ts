import { generateKeyPairSync } from 'node:crypto';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';

/** A value that no agent could ever set, or log in with, is refused where it is given, not when a rotation fails with it. */
let application: RunningApplication;
let fixture: Fixture;
let hostIds: readonly string[];
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  const { id } = await fixture.owner.ok('POST', '/hosts', { name: 'web-1', organizationId: fixture.organizationId });
  hostIds = [id];
});
afterAll(() => application.end());

const KEY = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const PUTTY = 'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: x\n';
const REFUSED = { status: 422, code: 'CREDENTIAL_NOT_USABLE' };
let made = 0;
const create = (more: object) => {
  const username = `user-${(made += 1)}`;
  return fixture.owner.post('/identities', { identityGroupId: fixture.vaultId, name: username, username, ...more });
};
const paste = (id: string, credential: string) => fixture.owner.put(`/identities/${id}/credential`, { credential });

test.each([
  ['ssh_key', PUTTY, KEY, /PuTTY/],
  ['ssh_key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA ann', KEY, /public key/],
  ['password', 'pässword', 'password', /printable ASCII/],
  ['password', 'root\nother:pw', 'password', /one line/],
])('%s on a host: refused when made and when set, with what is expected', async (credentialType, bad, good, detail) => {
  const refused = await create({ credentialType, credential: bad, hostIds });
  expect(refused.body).toMatchObject({ ...REFUSED, detail: expect.stringMatching(detail) });
  expect(refused.text).not.toContain(JSON.stringify(bad).slice(1, -1));
  const { body } = await create({ credentialType, credential: good, hostIds });
  expect((await paste(body.id, bad)).body).toMatchObject(REFUSED);
  expect(await fixture.owner.ok('GET', `/identities/${body.id}`)).toMatchObject({ credentialVersion: 1 });
});

test('what is set nowhere may be anything, until it is to be set on a host', async () => {
  const { body, status } = await create({ credentialType: 'ssh_key', credential: PUTTY });
  expect(status).toBe(201);
  expect((await fixture.owner.patch(`/identities/${body.id}`, { hostIds })).body).toMatchObject(REFUSED);
  expect((await paste(body.id, KEY)).status).toBe(204);
  expect((await fixture.owner.patch(`/identities/${body.id}`, { hostIds })).status).toBe(200);
  // Nor is the old one brought back there.
  expect((await fixture.owner.post(`/identities/${body.id}/versions/1/restore`)).body).toMatchObject(REFUSED);
});

test('another connector may expect something else', async () => {
  const { body } = await create({ credentialType: 'password', credential: 'pässword', connector: null, hostIds });
  expect((await fixture.owner.patch(`/identities/${body.id}`, { connector: 'linux-password' })).body).toMatchObject(
    REFUSED,
  );
  expect((await fixture.owner.patch(`/identities/${body.id}`, { connector: 'mysql' })).status).toBe(200);
});
