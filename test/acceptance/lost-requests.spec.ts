import { describeEmbedded } from '../support/application/engines';
import { newFixture, type Fixture } from '../support/application/fixture';
import { olderFiles } from '../support/application/older-files';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import type { Answer } from '../support/application/client';
import type { Json } from '../support/json';

/** Requests that carried a key in a stretch that the log has lost, repeated with it: their receipts are kept elsewhere, and tell of nothing. */
describeEmbedded('a request of a lost time that comes again with its key', () => {
  let application: RunningApplication;
  let fixture: Fixture;
  let identityId: string;
  let before: Answer;
  let lost: { vault: Answer; session: Answer };

  const keyed = (key: string) => ({ 'idempotency-key': key });
  const vault = (name: string, key: string) =>
    fixture.owner.send('POST', '/identity-groups', { name, organizationId: fixture.organizationId }, keyed(key));
  const checkOut = async (key: string) =>
    (await application.as(fixture.people.user.email)).post(
      `/identities/${identityId}/checkout`,
      { reason: 'work', durationMinutes: 60 },
      keyed(key),
    );
  const names = async () => (await fixture.owner.ok('GET', '/identity-groups')).items.map(({ name }: Json) => name);
  const facts = async (stream: string) =>
    (await application.adapters.eventStore.readStream(stream, { limit: 100 })).map(({ type }) => type);
  const started = async () => {
    application = await runningApplication({ dataDir: application.dataDir });
    fixture = { ...fixture, owner: await application.as('owner@example.com') };
  };

  beforeAll(async () => {
    application = await runningApplication();
    fixture = await newFixture(application);
    identityId = (await fixture.newIdentity()).id;
    before = await vault('Before', 'k-before');
    await application.close();
    const files = olderFiles(application.dataDir);
    files.keep('events');
    await started();
    lost = { vault: await vault('Lost', 'k-lost'), session: await checkOut('k-session') };
    await application.close();
    files.putBack('events');
    await started();
    // The log has grown beyond where it was: the places of what is lost are other facts' now.
    for (let n = 0; n < 5; n += 1) await vault(`Grown ${n}`, `k-grown-${n}`);
  }, 120_000);
  afterAll(() => application.end());

  test('is done anew, once, however often it comes', async () => {
    expect(lost.vault.status).toBe(201);
    expect(await names()).not.toContain('Lost');
    const again = await Promise.all([vault('Lost', 'k-lost'), vault('Lost', 'k-lost')]);
    const done = again.filter(({ status }) => status === 201);
    expect(again.every(({ status, body }) => status === 201 || body.code === 'IDEMPOTENCY_IN_PROGRESS')).toBe(true);
    expect(done.length).toBeGreaterThan(0);
    expect(done.every(({ body }) => body.id === lost.vault.body.id)).toBe(true);
    expect((await vault('Lost', 'k-lost')).body.id).toBe(lost.vault.body.id);
    expect((await names()).filter((name: string) => name === 'Lost')).toHaveLength(1);
  });

  test('shows a value by a fact of its own, or is refused as things stand now', async () => {
    expect(lost.session.status).toBe(201);
    expect(await facts(`identity-${identityId}`)).not.toContain('keyledger.identity-checked-out.v1');
    const again = await checkOut('k-session');
    expect(again).toMatchObject({ status: 201, body: { session: { id: lost.session.body.session.id } } });
    expect(again.body.credential.value).toBe(lost.session.body.credential.value);
    expect((await facts(`identity-${identityId}`)).filter((type) => type.includes('checked-out'))).toHaveLength(1);
  });

  test('is the same request: another body is refused, and one whose facts are there is answered from its receipt', async () => {
    expect((await vault('Another', 'k-lost')).body.code).toBe('IDEMPOTENCY_KEY_REUSED');
    const { length } = await names();
    expect((await vault('Before', 'k-before')).body.id).toBe(before.body.id);
    expect(await names()).toHaveLength(length);
  });
});
