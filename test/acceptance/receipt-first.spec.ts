import { CommandBus } from '@nestjs/cqrs';
import { StopEvidence } from '../../src/commands/evidence/stop-evidence';
import { parseTlogProof, verifyTlogProof, type TlogProof } from '../../wire/tlog/tlog-proof';
import { keysOf } from '../support/application/evidence-of';
import { newFixture, type Fixture } from '../support/application/fixture';
import { patient, withoutCheckpoints, type Undo } from '../support/application/receipt-first';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import type { Answer, Client } from '../support/application/client';

/** Where an organization wants it so, nobody sees a value before a signed checkpoint covers the fact of it. */
let application: RunningApplication;
let fixture: Fixture;
let user: Client;
const settingsPath = () => `/organizations/${fixture.organizationId}`;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  ({ user } = fixture.people);
  await fixture.owner.ok('PATCH', settingsPath(), { settings: { receiptBeforeDisclosure: true } });
}, 90_000);
afterAll(() => application.end());

const undos: Undo[] = [];
const undo = () => undos.splice(0).forEach((each) => each());
afterEach(undo);
const noCheckpoints = () => undos.push(withoutCheckpoints(application));
const waitAsLongAsItTakes = (meanwhile?: () => Promise<unknown>) => undos.push(patient(application, meanwhile));

const CHECKOUT = { reason: 'to look', durationMinutes: 30 };
const checkOut = (who: Client, id: string, headers = {}) => who.post(`/identities/${id}/checkout`, CHECKOUT, headers);
const audit = async (query: string) => (await fixture.owner.ok('GET', `/audit?${query}`)).items;
const sessionsOf = async (id: string) => (await fixture.owner.ok('GET', `/sessions?identityId=${id}`)).items;

/** Asked at once: whoever sees a value has its proof by then. */
const proved = async (who: Client, { receipt }: Answer['body']): Promise<boolean> => {
  const { status, text } = await who.get(`/evidence/receipts/${receipt.eventId}`);
  const proof = status === 200 ? parseTlogProof(text) : undefined;
  const leaf = Buffer.from(receipt.leafHash, 'base64');
  return verifyTlogProof(proof as TlogProof, leaf, await keysOf(who)) !== undefined;
};

const unavailable = (answer: Answer, value: string) => {
  expect(answer).toMatchObject({ status: 503, body: { code: 'RECEIPT_UNAVAILABLE', status: 503 } });
  expect(answer.text).not.toContain(value);
};

test('a value comes with a proof that can be asked for at once', async () => {
  waitAsLongAsItTakes();
  const { id, value } = await fixture.newIdentity();
  const revealed = await fixture.people.revealer.ok('POST', `/identities/${id}/reveal`);
  expect(revealed.credential.value).toBe(value);
  expect(await proved(fixture.people.revealer, revealed)).toBe(true);
  const { status, body } = await checkOut(user, id);
  expect([status, body.credential.value, await proved(user, body)]).toEqual([201, value, true]);
});

test('many at once share what is signed, and each has its proof', async () => {
  waitAsLongAsItTakes();
  const { id, value } = await fixture.newIdentity({ allowConcurrentCheckout: true, maxConcurrentSessions: 20 });
  const answers = await Promise.all(Array.from({ length: 20 }, () => checkOut(user, id)));
  expect(answers.map(({ status, body }) => [status, body.credential?.value])).toEqual(answers.map(() => [201, value]));
  expect(await Promise.all(answers.map(({ body }) => proved(user, body)))).toEqual(answers.map(() => true));
}, 90_000);

describe('where no checkpoint comes', () => {
  test('a checkout shows nothing, its session ends, and that is told', async () => {
    const { id, value } = await fixture.newIdentity();
    noCheckpoints();
    const begun = performance.now();
    const answer = await checkOut(user, id);
    const took = performance.now() - begun;
    unavailable(answer, value);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(took).toBeGreaterThan(1_900);
    const [session] = await sessionsOf(id);
    expect(session).toMatchObject({ status: 'ended', endedBy: 'checkin', withheld: 'RECEIPT_UNAVAILABLE' });
    expect(await audit(`identityId=${id}&type=keyledger.identity-check-out-refused.v1`)).toMatchObject([
      { code: 'RECEIPT_UNAVAILABLE', outcome: 'refused', reason: 'to look' },
    ]);
    expect(await audit(`sessionId=${session.id}&type=keyledger.identity-checked-in.v1`)).toMatchObject([
      { data: { withheld: 'RECEIPT_UNAVAILABLE' } },
    ]);
    undo();
    waitAsLongAsItTakes();
    expect((await checkOut(fixture.people.groupUser, id)).status).toBe(201);
  });

  test('a reveal shows nothing, and is told as one that was withheld', async () => {
    const { id, value } = await fixture.newIdentity();
    noCheckpoints();
    unavailable(await fixture.people.revealer.post(`/identities/${id}/reveal`, { reason: 'a look' }), value);
    expect(await audit(`identityId=${id}&type=keyledger.disclosure-withheld.v1`)).toMatchObject([
      { data: { code: 'RECEIPT_UNAVAILABLE' } },
    ]);
    expect(await audit(`identityId=${id}&type=keyledger.identity-reveal-refused.v1`)).toMatchObject([
      { code: 'RECEIPT_UNAVAILABLE', reason: 'a look' },
    ]);
  });

  test('broken glass does not wait, nor does what is shown during it, or shown again', async () => {
    const { id, value } = await fixture.newIdentity();
    noCheckpoints();
    const key = { 'Idempotency-Key': `glass-${id}` };
    const glass = () => fixture.owner.post(`/identities/${id}/break-glass`, { reason: 'the shop is down' }, key);
    const [first, again] = [await glass(), await glass()];
    const revealed = await fixture.owner.post(`/identities/${id}/reveal`);
    expect([first, again, revealed].map(({ body }) => body.credential?.value)).toEqual([value, value, value]);
  });

  test('a request that comes again with its key has the value of a session of its own, once', async () => {
    const { id, value } = await fixture.newIdentity();
    const key = { 'Idempotency-Key': `again-${id}` };
    noCheckpoints();
    unavailable(await checkOut(user, id, key), value);
    unavailable(await checkOut(user, id, key), value);
    undo();
    waitAsLongAsItTakes();
    const { status, body } = await checkOut(user, id, key);
    expect([status, body.credential.value, body.session.status]).toEqual([201, value, 'active']);
    expect(await proved(user, body)).toBe(true);
    const repeated = await checkOut(user, id, key);
    expect([repeated.body.session.id, repeated.body.credential.value]).toEqual([body.session.id, value]);
    expect((await sessionsOf(id)).map(({ withheld }: { withheld?: string }) => withheld)).toEqual([
      undefined,
      'RECEIPT_UNAVAILABLE',
      'RECEIPT_UNAVAILABLE',
    ]);
    undo();
    noCheckpoints();
    unavailable(await checkOut(user, id, key), value);
    expect((await sessionsOf(id))[0]).toMatchObject({ id: body.session.id, status: 'active' });
  }, 90_000);
});

test.each<[string, (place: { id: string; grantId: string }) => Promise<unknown>, number, string]>([
  [
    'the grant is taken away',
    ({ grantId }) => fixture.owner.ok('DELETE', `/identity-groups/${fixture.vaultId}/access/${grantId}`),
    403,
    'VAULT_ACCESS_DENIED',
  ],
  [
    'the session is ended by a manager',
    async ({ id }) => {
      const [{ id: sessionId }] = await sessionsOf(id);
      await fixture.owner.ok('POST', `/sessions/${sessionId}/force-checkin`, { reason: 'not now' });
    },
    409,
    'CONFLICT',
  ],
])('where %s during the wait nothing is shown', async (_, work, status, code) => {
  const { id, value } = await fixture.newIdentity();
  const grant = { principalType: 'user', principalId: fixture.idpUserIds['vaultViewer'], level: 'checkout' };
  const { id: grantId } = await fixture.owner.ok('POST', `/identity-groups/${fixture.vaultId}/access`, grant);
  waitAsLongAsItTakes(() => work({ id, grantId }));
  const answer = await checkOut(fixture.people.vaultViewer, id);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  expect(answer.text).not.toContain(value);
  expect((await sessionsOf(id))[0]).toMatchObject({ status: 'ended' });
});

test('a client that is gone meanwhile finds its session and its value by its key', async () => {
  const { id, value } = await fixture.newIdentity();
  const key = { 'Idempotency-Key': `gone-${id}` };
  const gone = new AbortController();
  waitAsLongAsItTakes(async () => gone.abort());
  const headers = { authorization: `Bearer ${user.token}`, 'content-type': 'application/json', ...key };
  const url = `${application.url}/api/v1/identities/${id}/checkout`;
  const body = JSON.stringify(CHECKOUT);
  const answered = await fetch(url, { method: 'POST', headers, body, signal: gone.signal }).catch(() => 'gone');
  expect(answered).toBe('gone');
  let found = await checkOut(user, id, key);
  while (found.body.code === 'IDEMPOTENCY_IN_PROGRESS') found = await checkOut(user, id, key);
  expect(found.body.credential.value).toBe(value);
  expect(await sessionsOf(id)).toHaveLength(1);
});

test('is set by owners alone', async () => {
  const { admin, owner } = fixture.people;
  const change = { settings: { receiptBeforeDisclosure: false } };
  const refused = await admin.patch(settingsPath(), change);
  expect([refused.status, refused.body.code]).toEqual([403, 'PERMISSION_DENIED']);
  const made = await admin.post('/organizations', { name: 'x', settings: { receiptBeforeDisclosure: true } });
  expect([made.status, made.body.code]).toEqual([403, 'PERMISSION_DENIED']);
  expect((await admin.ok('GET', settingsPath())).settings.receiptBeforeDisclosure).toBe(true);
  await admin.ok('PATCH', settingsPath(), { settings: { breakGlassMinutes: 30 } });
  expect((await owner.ok('POST', '/organizations', { name: 'y' })).settings.receiptBeforeDisclosure).toBe(false);
  expect((await owner.ok('PATCH', settingsPath(), change)).settings.receiptBeforeDisclosure).toBe(false);
  await owner.ok('PATCH', settingsPath(), { settings: { receiptBeforeDisclosure: true } });
});

test('where signing has stopped that is told at once, and broken glass shows what it always did', async () => {
  const { id, value } = await fixture.newIdentity();
  const { clock, ids } = application.adapters;
  const context = {
    actor: { kind: 'policy', name: 'prove-the-log' },
    correlationId: ids.next(),
    deadline: clock.now() + 10_000,
    ids,
  } as const;
  const found = {
    log: 1,
    origin: 'x',
    cause: 'cut',
    detail: 'x',
    signedSize: 1,
    signedRoot: '',
    agreesUpTo: 0,
  } as const;
  await application.server.app.get(CommandBus).execute(new StopEvidence(context, found));
  const answer = await checkOut(user, id);
  unavailable(answer, value);
  expect(answer.body.detail).toContain('signing has stopped');
  const glass = await fixture.owner.post(`/identities/${id}/break-glass`, { reason: 'the shop is down' });
  expect(glass.body.credential.value).toBe(value);
  await fixture.owner.ok('PATCH', settingsPath(), { settings: { receiptBeforeDisclosure: false } });
  expect((await checkOut(user, (await fixture.newIdentity()).id)).status).toBe(201);
});
