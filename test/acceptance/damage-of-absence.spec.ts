import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { breakRows } from '../support/application/broken-rows';
import { onEngines } from '../support/application/engines';
import { newFixture, type Fixture } from '../support/application/fixture';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { EventStoreDouble } from '../support/eventstoredb/event-store-double';
import { freePort } from '../support/free-port';
import type { Json } from '../support/json';
import { until } from '../support/until';

const STORES = ['embedded', 'eventstoredb'] as const;
const PATIENCE_MS = 60_000;
const CHECK_OUT = { reason: 'work', durationMinutes: 60 };

/** Streams of which every fact is gone and no trace in the read models: there were people, grants, requests and hosts. */
(onEngines ? describe.skip : describe).each(STORES)('what is gone altogether, on %s', (store) => {
  let double: EventStoreDouble | undefined;
  let application: RunningApplication;
  let fixture: Fixture;
  let identityId: string;
  let whole: string;
  let sessionId: string;
  let requestId: string;
  let hostId: string;
  let gone: readonly string[];

  const damages = async (): Promise<Json[]> => (await fixture.owner.ok('GET', '/operations/damage')).items;
  const forget = async (streams: readonly string[]) => {
    if (double === undefined) {
      await application.close();
      const names = streams.map((name) => `'${name}'`).join(', ');
      breakRows(application.dataDir, `DELETE FROM events WHERE stream IN (${names})`);
    } else {
      // As its operators delete them.
      await double.order({ strangers: streams.map((stream) => ({ does: 'delete', stream }) as const) });
      await double.order({ strangers: [{ does: 'scavenge' }] });
      await application.close();
    }
    const reads = readdirSync(application.dataDir).filter((name) => name.startsWith('reads.db'));
    reads.forEach((name) => rmSync(join(application.dataDir, name)));
  };

  beforeAll(async () => {
    double = store === 'embedded' ? undefined : await EventStoreDouble.start();
    const env = {
      KEYLEDGER_PORT: String(await freePort()),
      KEYLEDGER_OWNER_EMAIL: 'owner@example.com',
      ...(double === undefined
        ? {}
        : {
            KEYLEDGER_EVENT_STORE: 'eventstoredb',
            EVENTSTORE_URL: double.url(),
            KEYLEDGER_ROOT_KEY: Buffer.alloc(32, 3).toString('base64'),
          }),
    };
    application = await runningApplication({ env });
    fixture = await newFixture(application);
    const { owner, organizationId, people, userIds, idpUserIds, groupId } = fixture;
    hostId = (await owner.ok('POST', '/hosts', { name: 'web-1', organizationId })).id;
    identityId = (await fixture.newIdentity()).id;
    whole = (await fixture.newIdentity()).id;
    sessionId = (await people.user.ok('POST', `/identities/${identityId}/checkout`, CHECK_OUT)).session.id;
    requestId = `${identityId}.request`;
    // Somebody who was switched off, and somebody whose record was: neither comes back because that is forgotten.
    await owner.ok('PATCH', `/users/${userIds.viewer}`, { active: false });
    await owner.ok('PATCH', `/idp/users/${idpUserIds['revealer']}`, { active: false });
    const other = await owner.ok('POST', '/identity-groups', { name: 'Other', organizationId });
    await owner.ok('POST', `/identity-groups/${other.id}/access`, {
      principalType: 'user',
      principalId: idpUserIds['manager'],
      level: 'view_vault',
    });
    gone = [
      `identity-${identityId}`,
      `host-${hostId}`,
      `user-${userIds.viewer}`,
      `directory-${idpUserIds['revealer']}`,
      `directoryGroup-${groupId}`,
      `vaultAccess-${other.id}`,
    ];
    lostVault = other.id;
    // What is gone at the very end of the log is a log that went back.
    await owner.ok('POST', '/roles', { name: 'the last fact', permissions: ['pam_vaults.view'] });
    await forget(gone);
    application = await runningApplication({ dataDir: application.dataDir, env });
    const current = async () => (await application.projections.status()).every(({ current: is }) => is);
    await until('the read models to be rebuilt', current, PATIENCE_MS);
    await until('an answer', () =>
      fixture.owner.get('/me').then(
        () => true,
        () => false,
      ),
    );
  }, 180_000);
  let lostVault: string;
  afterAll(async () => {
    if (existsSync(application.dataDir)) await application.end();
    await double?.end();
  });

  /** By whatever is asked of it: what it is, what it holds, what would be made anew over it. */
  const asked = (): readonly [string, string, () => Promise<{ status: number; body: Json }>][] => {
    const { owner, people, userIds, idpUserIds, groupId } = fixture;
    const [identity, host, user, person, group, access] = gone as [string, string, string, string, string, string];
    const revealer = people.revealer.email;
    return [
      ['a session', identity, () => owner.get(`/sessions/${sessionId}`)],
      ['its checkin', identity, () => people.user.post(`/sessions/${sessionId}/checkin`)],
      ['a request for access', identity, () => owner.get(`/access-requests/${requestId}`)],
      ['a host’s join token', host, () => owner.post(`/hosts/${hostId}/join-token`)],
      ['a host’s agents', host, () => owner.get(`/hosts/${hostId}/agents`)],
      ['a user', user, () => owner.get(`/users/${userIds.viewer}`)],
      ['a user switched on', user, () => owner.patch(`/users/${userIds.viewer}`, { active: true })],
      ['a user’s sign-ins', user, () => owner.get(`/users/${userIds.viewer}/sign-ins`)],
      ['a user who signs in', user, () => people.viewer.get('/me')],
      ['a user made anew', user, () => owner.post('/users', { email: people.viewer.email })],
      ['an IDP user', person, () => owner.get(`/idp/users/${idpUserIds['revealer']}`)],
      [
        'an IDP user made anew',
        person,
        () => owner.post('/idp/users', { email: revealer, displayName: 'x', active: true }),
      ],
      ['an IDP user’s value', person, () => people.revealer.post(`/identities/${whole}/reveal`)],
      ['an IDP group', group, () => owner.get(`/idp/groups/${groupId}`)],
      ['its members', group, () => owner.get(`/idp/groups/${groupId}/members`)],
      ['a member let in', group, () => owner.put(`/idp/groups/${groupId}/members/${idpUserIds['user']}`)],
      ['a member’s value', group, () => people.groupUser.post(`/identities/${whole}/checkout`, CHECK_OUT)],
      ['a grant', access, () => owner.get(`/identity-groups/${lostVault}/access/some-grant`)],
      [
        'a grant given',
        access,
        () =>
          owner.post(`/identity-groups/${lostVault}/access`, {
            principalType: 'user',
            principalId: idpUserIds['user'],
            level: 'checkout',
          }),
      ],
      ['a host deleted', host, () => owner.delete(`/hosts/${hostId}`)],
      ['a grant revoked', access, () => owner.delete(`/identity-groups/${lostVault}/access/some-grant`)],
    ];
  };

  test('is damage and no absence, whatever is asked of it', async () => {
    const answers: unknown[] = [];
    // A server goes on showing each stream's last event to whoever reads all of them, read models among these.
    const all = asked().filter(([what]) => store === 'embedded' || !['a session', 'a host’s agents'].includes(what));
    for (const [what, stream, ask] of all) {
      const { status, body } = await ask();
      answers.push([what, status, body?.code, body?.stream, stream]);
    }
    expect(answers).toEqual(all.map(([what, stream]) => [what, 503, 'STREAM_UNREADABLE', stream, stream]));
    for (const stream of gone) {
      await until(`the damage of ${stream}`, async () => (await damages()).some((each) => each.stream === stream));
    }
  });

  test('keeps nobody out who does not need it', async () => {
    const { people } = fixture;
    expect((await people.user.post(`/identities/${whole}/checkout`, CHECK_OUT)).status).toBe(201);
    expect((await people.manager.get(`/identities/${whole}`)).status).toBe(200);
  });

  test('gives nothing back once it is settled, until it is given again', async () => {
    const { owner, people, userIds, idpUserIds } = fixture;
    for (const { id, settledBy, kind } of await damages()) {
      if (settledBy === undefined && kind === undefined) {
        await owner.ok('POST', `/operations/damage/${id}/settle`, { reason: 'no copy' });
      }
    }
    expect((await people.viewer.get('/me')).status).toBe(401);
    expect((await people.groupUser.post(`/identities/${whole}/checkout`, CHECK_OUT)).body.code).toBe(
      'VAULT_ACCESS_DENIED',
    );
    expect((await people.revealer.post(`/identities/${whole}/reveal`)).body.code).toBe('NO_IDP_USER_MAPPING');
    expect((await owner.get(`/identities/${identityId}`)).status).toBe(404);
    expect(await application.adapters.materialStore.versions(identityId)).toEqual([1]);
    expect((await owner.get(`/idp/users/${idpUserIds['revealer']}`)).status).toBe(404);
    // Given again: the same user, without a role.
    expect(await owner.ok('POST', '/users', { email: people.viewer.email })).toMatchObject({
      id: userIds.viewer,
      roles: [],
    });
    expect((await people.viewer.get('/me')).status).toBe(200);
    expect((await people.viewer.get(`/identities/${whole}`)).status).toBe(404);
  });
});
