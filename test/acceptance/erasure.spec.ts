import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '../support/application/client';
import { importedIdentity } from '../support/application/imported-identity';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, SECRET, type Fixture } from '../support/application/fixture';
import { TurnedClock } from '../support/application/turned-clock';
import { until } from '../support/until';
import { v1Box } from '../support/v1-box';

/** What is deleted is gone from every file of every store, once its days of grace are over; the facts stay. */
const DAY_MINUTES = 24 * 60;

let application: RunningApplication;
let fixture: Fixture;
let owner: Client;
const clock = new TurnedClock();
beforeAll(async () => {
  application = await runningApplication({ clock });
  fixture = await newFixture(application);
  ({ owner } = fixture.people);
});
afterAll(() => application.end());

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

type Needles = readonly (readonly [what: string, bytes: Uint8Array])[];

/** Which of them lie in which file, its own working files included. */
const found = (needles: Needles, within = (file: string) => !file.includes('/backups/')): readonly string[] =>
  filesIn(application.dataDir)
    .filter(within)
    .flatMap((file) => {
      const bytes = readFileSync(file);
      return needles.flatMap(([what, needle]) => (bytes.includes(Buffer.from(needle)) ? [`${what} in ${file}`] : []));
    });

const store = () => application.adapters.materialStore;

/** The value as it is, in the forms it could be written in, and everything sealed that belongs to it. */
const needlesOf = async (id: string, values: readonly string[]): Promise<Needles> => {
  const versions = await store().versions(id);
  const boxes = await Promise.all(versions.map(async (version) => (await store().get(id, version))?.box));
  const hashes = (await store().history(id)).map(({ hash }) => hash);
  return [
    ...values.flatMap((value): Needles => [
      ['the value', Buffer.from(value)],
      ['the value in base64', Buffer.from(Buffer.from(value).toString('base64').slice(0, -2))],
      ['the value in hex', Buffer.from(Buffer.from(value).toString('hex'))],
    ]),
    ...boxes.flatMap((box): Needles => (box === undefined ? [] : [['the sealed value', box]])),
    ...hashes.map((hash): Needles[number] => ['a hash of a retired value', Buffer.from(hash)]),
  ];
};
const WEBHOOK_SECRET = 'the secret of a webhook, thirty-two bytes';
/** Of a webhook of the organization, set now. */
const webhookOf = async (): Promise<Uint8Array> => {
  const channels = [{ kind: 'webhook', url: 'https://hooks.example.com/in', secret: WEBHOOK_SECRET }];
  const path = `/organizations/${fixture.organizationId}/notification-channels`;
  await owner.ok('PUT', path, { channels });
  const [{ id }] = (await owner.ok('GET', path)).channels;
  const sealed = await store().secret(`channel-${id}`, 1);
  if (sealed === undefined) throw new Error('the webhook has no secret');
  return sealed.box;
};
const keysOf = async (): Promise<Needles> => {
  const secret = await store().secret(fixture.organizationId, 1);
  const keys = await store().vaultKeys(fixture.vaultId);
  if (secret === undefined || keys === undefined) throw new Error('there are no keys');
  return [
    ['the sealed secret', secret.box],
    ['the sealed secret of a webhook', await webhookOf()],
    ['the secret of a webhook', Buffer.from(WEBHOOK_SECRET)],
    ['the sealed salt', keys.salt],
    ['the sealed history key', keys.historyKey],
    ['the secret', Buffer.from(SECRET)],
  ];
};
const sealedOnly = (needles: Needles) => needles.filter(([what]) => /sealed|hash/.test(what));
const backup = async () => {
  const { id } = await owner.ok('POST', '/operations/backups');
  await until(
    'the backup',
    async () => (await owner.ok('GET', '/operations/backups')).items.some((each: { id: string }) => each.id === id),
    15_000,
  );
  return id as string;
};

test('identity, vault and organization: no byte of a value, a key or a secret is left, but in backups', async () => {
  const old = v1Box(SECRET, 'the-value-from-the-old-vault');
  const legacy = await importedIdentity(application, fixture, 'v1', old);
  const typed = (await fixture.newIdentity({ credential: 'the-value-that-was-typed' })).id;
  await owner.ok('PUT', `/identities/${typed}/credential`, { credential: 'the-value-that-came-after' });
  const before: Needles = [
    ...(await needlesOf(typed, ['the-value-that-was-typed', 'the-value-that-came-after'])),
    ...(await needlesOf(legacy, ['the-value-from-the-old-vault'])),
  ];
  await owner.ok('POST', `/identities/${legacy}/reveal`);
  await until('the upgrade', async () => (await store().get(legacy, 1))?.scheme === 'v2');
  const values: Needles = [...before, ...(await needlesOf(legacy, []))];
  const keys = await keysOf();
  const boxes = [...sealedOnly(values), ...sealedOnly(keys)];
  expect(found(boxes).length).toBeGreaterThan(boxes.length - 2);
  expect(found(values.filter(([what]) => what.startsWith('the value')))).toEqual([]);
  const first = await backup();

  for (const id of [legacy, typed]) await owner.ok('DELETE', `/identities/${id}`);
  await owner.ok('DELETE', `/identity-groups/${fixture.vaultId}`);
  await owner.ok('DELETE', `/organizations/${fixture.organizationId}`);
  clock.pass(7 * DAY_MINUTES + 1);
  owner = await application.as('owner@example.com');
  await application.policies.round();
  await until(
    'the destruction',
    async () => {
      const left = [...(await store().versions(legacy)), ...(await store().versions(typed))];
      return (
        left.length === 0 &&
        (await store().vaultKeys(fixture.vaultId)) === undefined &&
        (await store().secret(fixture.organizationId, 1)) === undefined
      );
    },
    20_000,
  );
  await until('the last byte', () => found([...values, ...keys]).length === 0, 10_000);
  const facts = (await owner.ok('GET', `/streams/identity-${typed}`)).items.map(({ type }: { type: string }) => type);
  expect(facts).toContain('keyledger.identity-created.v1');
  expect(facts).toContain('keyledger.identity-destroyed.v1');

  const inBackup = (file: string) => file.includes(`/backups/${first}/`);
  expect(found(boxes, inBackup).length).toBeGreaterThan(0);
  const second = await backup();
  const refused = await fixture.people.admin.post('/operations/backups/prune', { keep: 1 });
  expect([refused.status, refused.body.code]).toEqual([403, 'PERMISSION_DENIED']);
  expect((await owner.post('/operations/backups/prune', {})).status).toBe(400);
  expect(await owner.ok('POST', '/operations/backups/prune', { keep: 1 })).toEqual({ removed: [first] });
  expect(existsSync(join(application.dataDir, 'backups', first))).toBe(false);
  expect(existsSync(join(application.dataDir, 'backups', second))).toBe(true);
  expect(found([...values, ...keys], () => true)).toEqual([]);
  expect(await owner.ok('POST', '/operations/backups/prune', { olderThanDays: 0 })).toEqual({ removed: [] });
  const { items } = await owner.ok('GET', '/audit?type=keyledger.backups-pruned.v1');
  expect(items).toMatchObject([{ data: { backupIds: [first] } }]);
}, 90_000);
