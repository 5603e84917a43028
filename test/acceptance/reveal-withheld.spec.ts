import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { until } from '../support/until';
import type { Json } from '../support/json';
import { newFixture, type Fixture } from '../support/application/fixture';

/** What was about to be shown and was not: the audit must not count it as seen. */
let application: RunningApplication;
let fixture: Fixture;
let user: Client;
let revealer: Client;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  ({ user, revealer } = fixture.people);
});
afterAll(() => application.end());
afterEach(() => jest.restoreAllMocks());

const audit = async (query: string) => (await fixture.owner.ok('GET', `/audit?${query}`)).items;
const revealOf = (id: string) => audit(`identityId=${id}&type=keyledger.identity-revealed.v1`);

/** Lines of the review of access that are somebody's. */
const usedBy = async ({ email }: Client): Promise<Json[]> =>
  (await fixture.owner.ok('GET', `/access-review?identityGroupId=${fixture.vaultId}`)).items.filter(
    (line: Json) => line.email === email,
  );

/** Does something between the fact of a reveal and what follows it. */
const afterRevealed = (work: () => Promise<unknown>): void => {
  const { eventStore } = application.adapters;
  const append = eventStore.append.bind(eventStore);
  jest.spyOn(eventStore, 'append').mockImplementation(async (stream, expected, events) => {
    const appended = await append(stream, expected, events);
    if (events.some(({ type }) => type === 'keyledger.identity-revealed.v1')) await work();
    return appended;
  });
};

test('a checkout that comes between wins: the reveal is refused, and told as such wherever it is told', async () => {
  const { id, value } = await fixture.newIdentity();
  afterRevealed(() => user.ok('POST', `/identities/${id}/checkout`, { reason: 'mine', durationMinutes: 5 }));
  const key = { 'Idempotency-Key': `withheld-${id}` };
  const answer = await revealer.post(`/identities/${id}/reveal`, { reason: 'a look' }, key);
  expect(answer).toMatchObject({ status: 409, body: { code: 'ALREADY_CHECKED_OUT' } });
  expect(answer.text).not.toContain(value);
  jest.restoreAllMocks();

  const [told] = await revealOf(id);
  expect(told).toMatchObject({ outcome: 'refused', code: 'ALREADY_CHECKED_OUT', reason: 'a look' });
  expect(await audit(`identityId=${id}&type=keyledger.disclosure-withheld.v1`)).toMatchObject([
    { data: { disclosureId: told.id, disclosurePosition: told.position, code: 'ALREADY_CHECKED_OUT' } },
  ]);
  expect(await audit(`identityId=${id}&type=keyledger.identity-reveal-refused.v1`)).toMatchObject([
    { code: 'ALREADY_CHECKED_OUT', reason: 'a look' },
  ]);
  expect(await audit(`identityId=${id}&type=keyledger.identity-revealed.v1&outcome=success`)).toEqual([]);
  expect(await audit(`identityId=${id}&type=keyledger.identity-revealed.v1&outcome=refused`)).toHaveLength(1);

  const [unused] = await usedBy(revealer);
  expect(unused).toMatchObject({ neverUsed: true });

  const sessions = (await user.ok('GET', `/sessions?identityId=${id}`)).items;
  await user.ok('POST', `/sessions/${sessions[0].id}/checkin`);
  const shown = await revealer.post(`/identities/${id}/reveal`, { reason: 'a look' }, key);
  expect(shown.body.credential.value).toBe(value);
  // What is shown at the second try is a disclosure of its own, whatever became of the first.
  expect((await revealOf(id)).map(({ outcome }: { outcome: string }) => outcome)).toEqual(['success', 'refused']);
  expect(await usedBy(revealer)).toMatchObject([{ lastAction: 'reveal', lastIdentityId: id }]);
});

test('a rebuilt trail says the same', async () => {
  const before = await audit('type=keyledger.identity-revealed.v1&order=asc');
  await application.projections.rebuild('audit_trail');
  await until('the rebuild', async () => {
    const status = await application.projections.status();
    return status.find(({ name }) => name === 'audit_trail')?.state === 'running';
  });
  expect(await audit('type=keyledger.identity-revealed.v1&order=asc')).toEqual(before);
});

test('a value that does not open was not shown either', async () => {
  const { id } = await fixture.newIdentity();
  jest.spyOn(application.adapters.sealing, 'open').mockImplementation(() => {
    throw new Error('spec: it does not open');
  });
  expect((await revealer.post(`/identities/${id}/reveal`)).body.code).toBe('INTERNAL');
  jest.restoreAllMocks();
  expect(await revealOf(id)).toMatchObject([{ outcome: 'refused', code: 'INTERNAL' }]);
});
