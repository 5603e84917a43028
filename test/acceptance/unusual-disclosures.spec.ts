import type { Json } from '../support/json';
import { approvalsIn } from '../support/application/approvals';
import type { Client } from '../support/application/client';
import { newFixture, type Fixture } from '../support/application/fixture';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { TurnedClock } from '../support/application/turned-clock';
import { until } from '../support/until';

/** Notifications that follow from what people do: many values shown to one, and approval asked of those who are named. */
const clock = new TurnedClock();
let application: RunningApplication;
let fixture: Fixture;
beforeAll(async () => {
  application = await runningApplication({ clock });
  fixture = await newFixture(application);
});
afterAll(() => application.end());

const ofKind = async (who: Client, kind: string): Promise<Json[]> =>
  (await who.ok('GET', '/notifications?limit=200')).items.filter((item: Json) => item.kind === kind);
const unusual = () => ofKind(fixture.owner, 'unusual-disclosures');
/** Everything that was appended so far was heard by the policies. */
const heard = async () => {
  const before = (await ofKind(fixture.owner, 'support-access-changed')).length;
  await fixture.owner.ok('PUT', `/organizations/${fixture.organizationId}/support-access`, {
    enabled: before % 2 === 0,
    reason: `round ${before}`,
  });
  await until('the policies', async () => (await ofKind(fixture.owner, 'support-access-changed')).length > before);
};

test('more than fifty values in an hour: people are told once, also across a restart, and the next hour anew', async () => {
  const { userIds, organizationId } = fixture;
  const ids: string[] = [];
  for (let n = 0; n < 52; n++) ids.push((await fixture.newIdentity({ username: `u${n}` })).id);
  const revealer = () => fixture.people.revealer;
  const reveal = async (from: number, to: number) => {
    for (const id of ids.slice(from, to)) await revealer().ok('POST', `/identities/${id}/reveal`);
  };
  await reveal(0, 25);
  await reveal(0, 25);
  await reveal(0, 25);
  application = await application.restart();
  for (const kind of ['owner', 'revealer'] as const) {
    const again = await application.as(fixture.people[kind].email);
    Object.assign(fixture.people, { [kind]: again });
  }
  Object.assign(fixture, { owner: fixture.people.owner });
  await reveal(25, 50);
  await heard();
  expect(await unusual()).toEqual([]);
  await reveal(50, 52);
  await until('the notification', async () => (await unusual()).length === 1);
  expect(await unusual()).toMatchObject([{ severity: 'critical', userId: userIds.revealer, organizationId }]);
  await reveal(0, 52);
  await heard();
  expect(await unusual()).toHaveLength(1);
  const { items } = await fixture.owner.ok('GET', '/audit?type=keyledger.unusual-disclosures-found.v1');
  expect(items).toMatchObject([{ data: { values: 51 }, actor: { name: 'tell-unusual-disclosures-when-many' } }]);
  clock.pass(61);
  await reveal(0, 52);
  await until('the next one', async () => (await unusual()).length === 2);
});

test('who is named to decide is told of a request, by name or group; who asked and who could not is not', async () => {
  fixture = await newFixture(application);
  const approvals = await approvalsIn(application, fixture);
  const { kim, lee, pat } = approvals.approvers;
  await fixture.owner.ok('PUT', `/idp/groups/${approvals.groupId}/members/${lee.idpUserId}`);
  await approvals.policy(1, ['kim', fixture.idpUserIds['viewer'] ?? ''], true);
  const { id } = await fixture.newIdentity({ username: 'asked-for' });
  const { user, viewer } = fixture.people;
  await approvals.ask(user, id);
  for (const { client } of [kim, lee]) {
    await until(`${client.email} is told`, async () => (await ofKind(client, 'approval-asked')).length === 1);
    expect(await ofKind(client, 'approval-asked')).toMatchObject([{ identityId: id, reason: 'month end' }]);
  }
  for (const client of [pat.client, user, viewer]) expect(await ofKind(client, 'approval-asked')).toEqual([]);
});
