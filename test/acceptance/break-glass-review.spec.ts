import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { TurnedClock } from '../support/application/turned-clock';
import { newFixture, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

/** § Break-glass emergency access: the review after use. */
const clock = new TurnedClock();
let application: RunningApplication;
let fixture: Fixture;
/** May break the glass in the fixture's organization, and nothing else: no grant, no record in the directory, no other role. */
let responder: Client;
let roleId: string;
beforeAll(async () => {
  application = await runningApplication({ clock });
  fixture = await newFixture(application);
  roleId = (await fixture.owner.ok('POST', '/roles', { name: 'Responder', permissions: ['pam_vaults.break_glass'] }))
    .id;
  responder = await newResponder('responder@example.com');
});
afterAll(() => application.end());
beforeEach(() => clock.pass(2));

const newResponder = async (email: string): Promise<Client> => {
  const person = await application.as(email);
  const { user } = await person.ok('GET', '/me');
  await fixture.owner.ok('PUT', `/users/${user.id}/roles`, {
    roles: [{ roleId, organizationId: fixture.organizationId }],
  });
  return person;
};
const breakGlass = (who: Client, id: string, headers = {}) =>
  who.post(`/identities/${id}/break-glass`, { reason: 'the shop is down' }, headers);
const audit = async (query: string) => (await fixture.owner.ok('GET', `/audit?${query}`)).items;

describe('the review after use', () => {
  const open = async (id: string) =>
    (await fixture.people.admin.ok('GET', `/sessions?breakGlass=true&review=open&identityId=${id}`)).items;
  const review = (who: Client, sessionId: string) =>
    who.post(`/sessions/${sessionId}/review`, { note: 'looked at the log' });

  test('is listed until somebody else has closed it', async () => {
    const { id } = await fixture.newIdentity();
    const { session } = (await breakGlass(responder, id)).body;
    expect(await open(id)).toMatchObject([{ id: session.id }]);
    expect((await review(fixture.owner, session.id)).body.code).toBe('CONFLICT');
    await responder.ok('POST', `/sessions/${session.id}/checkin`);
    expect((await review(responder, session.id)).body.code).toBe('PERMISSION_DENIED');
    expect((await review(fixture.people.viewer, session.id)).body.code).toBe('PERMISSION_DENIED');
    expect((await review(fixture.people.stranger, session.id)).body.code).toBe('NOT_FOUND');
    const closed = await review(fixture.people.admin, session.id);
    expect(closed.status).toBe(200);
    expect(closed.body.review).toMatchObject({
      status: 'closed',
      userEmail: fixture.people.admin.email,
      note: 'looked at the log',
    });
    expect(await open(id)).toEqual([]);
    expect((await fixture.people.admin.ok('GET', `/sessions/${session.id}`)).review).toEqual(closed.body.review);
    expect((await review(fixture.owner, session.id)).body.code).toBe('CONFLICT');
  });

  test('is never closed by who broke the glass, an owner not excepted; a manager may close an owner’s', async () => {
    const { id } = await fixture.newIdentity();
    const { session } = (await breakGlass(fixture.owner, id)).body;
    await fixture.owner.ok('POST', `/sessions/${session.id}/checkin`);
    expect((await review(fixture.owner, session.id)).body.code).toBe('PERMISSION_DENIED');
    expect((await review(fixture.people.manager, session.id)).status).toBe(200);
  });

  test('is brought to mind every day', async () => {
    const { id } = await fixture.newIdentity();
    const { session } = (await breakGlass(responder, id)).body;
    await responder.ok('POST', `/sessions/${session.id}/checkin`);
    const reminders = async () =>
      (await audit(`sessionId=${session.id}&type=keyledger.break-glass-review-reminded.v1`)).length;
    for (const day of [1, 2]) {
      clock.pass(24 * 60);
      await application.policies.round();
      await until(`reminder ${day}`, async () => (await reminders()) === day);
    }
    expect((await review(fixture.people.manager, session.id)).status).toBe(200);
    clock.pass(24 * 60);
    await application.policies.round();
    expect(await reminders()).toBe(2);
  });
});
