import { cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { breakRows } from '../support/application/broken-rows';
import { keyledger } from '../support/application/command-line';
import { describeEmbedded } from '../support/application/engines';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';
import { freePort } from '../support/free-port';
import { until } from '../support/until';

describeEmbedded('a row of events.db that is broken', () => {
  let application: RunningApplication;
  let fixture: Fixture;
  beforeAll(async () => {
    const env = { KEYLEDGER_PORT: String(await freePort()), KEYLEDGER_OWNER_EMAIL: 'owner@example.com' };
    application = await runningApplication({ env });
    fixture = await newFixture(application);
  });
  afterAll(() => application.end());

  const restartedWith = async (sql: string) => {
    await application.close();
    breakRows(application.dataDir, sql);
    application = await runningApplication({
      dataDir: application.dataDir,
      env: { KEYLEDGER_PORT: new URL(application.url).port },
    });
    await answers();
  };
  /** Connections of the server before may be tried once more. */
  const answers = () =>
    until('an answer', () =>
      fixture.people.admin.get('/me').then(
        () => true,
        () => false,
      ),
    );
  const damages = async () => (await fixture.owner.ok('GET', '/operations/damage')).items;
  const checkOut = (id: string) =>
    fixture.people.user.post(`/identities/${id}/checkout`, { reason: 'a look at the logs', durationMinutes: 5 });
  const damageOf = async (stream: string) => {
    const found = async () => (await damages()).find((each: { stream: string }) => each.stream === stream);
    await until('the damage', async () => (await found()) !== undefined);
    return found();
  };

  test.each([
    ['bad JSON', `data = '{'`],
    ['a changed type', `type = 'nothing'`],
    ['bad metadata', `metadata = '[]'`],
    ['a later revision', 'revision = revision + 5'],
  ])('by %s freezes its stream alone, until an owner settles it', async (_, change) => {
    const broken = await fixture.newIdentity();
    const whole = await fixture.newIdentity();
    expect((await checkOut(broken.id)).status).toBe(201);
    const before = await fixture.owner.ok('GET', '/identities?limit=200');
    const stream = `identity-${broken.id}`;
    await restartedWith(`UPDATE events SET ${change} WHERE stream = '${stream}' AND revision = 1`);
    expect((await checkOut(broken.id)).body).toMatchObject({ code: 'STREAM_UNREADABLE', stream, revision: 1 });
    expect((await checkOut(whole.id)).status).toBe(201);
    const { id } = await damageOf(stream);
    await fixture.owner.ok('POST', '/operations/projections/identities/rebuild');
    await until('the rebuild', async () => {
      const { items } = await fixture.owner.ok('GET', '/operations/projections');
      return items.every(({ state, lag }: { state: string; lag: number }) => state === 'running' && lag === 0);
    });
    const { items } = await fixture.owner.ok('GET', '/identities?limit=200');
    expect(items.map((each: { id: string }) => each.id)).toEqual(before.items.map((each: { id: string }) => each.id));
    const settled = await fixture.owner.ok('POST', `/operations/damage/${id}/settle`, { reason: 'a disk failed' });
    expect(settled).toMatchObject({ id, stream, settledBy: fixture.userIds.owner });
    expect(await fixture.owner.ok('POST', `/operations/damage/${id}/settle`, { reason: 'again' })).toEqual(settled);
    // A fact that lies at another revision than it was written for proves nothing there: that is answered for as well.
    await until('nothing of it to be open', async () => {
      if ((await checkOut(broken.id)).status === 201) return true;
      const open = (await damages()).find(
        (each: { stream: string; settledBy?: string }) => each.stream === stream && each.settledBy === undefined,
      );
      if (open !== undefined) {
        await fixture.owner.ok('POST', `/operations/damage/${open.id}/settle`, { reason: 'moved' });
      }
      return false;
    });
    // The checkout that could not be read is nobody's any more: the identity was free.
    expect((await checkOut(broken.id)).body.code).toBe('ALREADY_CHECKED_OUT');
  });

  test('by being gone at the end of its stream is told, and freezes that stream alone', async () => {
    const { id } = await fixture.newIdentity();
    const whole = await fixture.newIdentity();
    expect((await checkOut(id)).status).toBe(201);
    expect((await fixture.people.revealer.post(`/identities/${whole.id}/reveal`)).status).toBe(200);
    await fixture.newIdentity();
    const stream = `identity-${id}`;
    // Nobody decides on what was revealed: it is told all the same.
    await restartedWith(
      `DELETE FROM events WHERE stream = 'reveal-${whole.id}' OR (stream = '${stream}' AND revision = 1)`,
    );
    expect(await damageOf('$log')).toMatchObject({ fault: 'the event that stood there is gone' });
    expect(await damageOf(`reveal-${whole.id}`)).toMatchObject({ revision: 0 });
    const damage = await damageOf(stream);
    expect(damage).toMatchObject({ revision: 1 });
    expect((await checkOut(id)).body).toMatchObject({ code: 'STREAM_UNREADABLE', stream, revision: 1 });
    expect((await checkOut(whole.id)).status).toBe(201);
    await fixture.owner.ok('POST', `/operations/damage/${damage.id}/settle`, { reason: 'a disk failed' });
    expect((await checkOut(id)).status).toBe(201);
    await restartedWith('SELECT 1');
    expect((await checkOut(id)).body.code).toBe('ALREADY_CHECKED_OUT');
    // A revision that somebody may have seen is never given again.
    const { items } = await fixture.owner.ok('GET', `/streams/${stream}`);
    expect(items.map(({ revision }: { revision: number }) => revision)).toEqual([0, 2]);
  });

  test('of grants: none given before the loss stands after it, until it is given again', async () => {
    const { id } = await fixture.newIdentity();
    const stream = `vaultAccess-${fixture.vaultId}`;
    await restartedWith(`DELETE FROM events WHERE stream = '${stream}' AND revision = 0`);
    expect((await checkOut(id)).body).toMatchObject({ code: 'STREAM_UNREADABLE', stream, revision: 0 });
    const damage = await damageOf(stream);
    await fixture.owner.ok('POST', `/operations/damage/${damage.id}/settle`, { reason: 'a disk failed' });
    expect((await checkOut(id)).body.code).toBe('VAULT_ACCESS_DENIED');
    const grant = { principalType: 'user', principalId: fixture.idpUserIds['user'], level: 'checkout' };
    await fixture.owner.ok('POST', `/identity-groups/${fixture.vaultId}/access`, grant);
    expect((await checkOut(id)).status).toBe(201);
  });

  test('of a person: no role stands, and the user is switched off until an owner decides otherwise', async () => {
    const userId = fixture.userIds.manager;
    const stream = `user-${userId}`;
    await restartedWith(`DELETE FROM events WHERE stream = '${stream}' AND revision = 1`);
    expect((await fixture.people.manager.get('/me')).body).toMatchObject({ code: 'STREAM_UNREADABLE', stream });
    const damage = await damageOf(stream);
    await fixture.owner.ok('POST', `/operations/damage/${damage.id}/settle`, { reason: 'a disk failed' });
    expect((await fixture.people.manager.get('/me')).status).toBe(401);
    await fixture.owner.ok('PATCH', `/users/${userId}`, { active: true });
    expect((await fixture.people.manager.get('/identities')).body.code).toBe('PERMISSION_DENIED');
  });

  test('of the account is settled offline: the root key lets owners in again, and only while no server runs', async () => {
    await restartedWith(
      `UPDATE events SET data = '{}' WHERE stream = 'account' AND type = 'keyledger.role-created.v1'`,
    );
    expect((await fixture.owner.get('/operations/damage')).body).toMatchObject({
      code: 'STREAM_UNREADABLE',
      stream: 'account',
    });
    expect(await keyledger(['settle'], { KEYLEDGER_DATA_DIR: application.dataDir })).toMatchObject({
      status: 1,
      stdout: '',
    });
    await application.close();
    // A folder that this process has never opened: SQLite shares what it knows of a file within a process.
    const dataDir = join(dirname(application.dataDir), 'elsewhere');
    cpSync(application.dataDir, dataDir, { recursive: true });
    const env = { KEYLEDGER_DATA_DIR: dataDir };
    const other = { ...env, KEYLEDGER_ROOT_KEY: Buffer.alloc(32, 1).toString('base64') };
    expect((await keyledger(['settle'], other)).stderr).toMatch(/root key/);
    const { stdout } = await keyledger(['settle', '--json'], env);
    const listed = stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
    const open = listed.filter(({ stream, settledBy }) => stream === 'account' && settledBy === undefined);
    expect(open.length).toBeGreaterThan(3);
    for (const { id } of open) {
      expect(await keyledger(['settle', id, '--reason', 'a disk failed'], env)).toMatchObject({
        status: 0,
        stderr: '',
      });
    }
    application = await runningApplication({ dataDir, env: { KEYLEDGER_PORT: new URL(application.url).port } });
    await answers();
    expect((await damages()).filter(({ settledBy }: { settledBy?: string }) => settledBy === 'root key')).toHaveLength(
      open.length,
    );
  });
});
