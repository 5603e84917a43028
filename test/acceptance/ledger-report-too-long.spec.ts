import type { NewEvent } from '../../src/kernel/new-event';
import { newFixture, type Fixture } from '../support/application/fixture';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { until } from '../support/until';

/** A report of more than 100,000 rows is told to nobody: who asks is told what would make it shorter. */
jest.setTimeout(180_000);
let application: RunningApplication;
let fixture: Fixture;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
});
afterAll(() => application.end());

const MEMBERS = 2000;
const CREDENTIALS = 51;

/** A group of so many that nobody has to make each by a request. */
const fillGroup = async (): Promise<void> => {
  const { eventStore } = application.adapters;
  const stream = `directoryGroup-${fixture.groupId}`;
  const facts = await eventStore.readStream(stream, { limit: 100 });
  const [added] = facts.filter(({ type }) => type === 'keyledger.idp-group-member-added.v1');
  const { type, data, metadata } = added as NewEvent;
  const id = (n: number, of: string) => `0190a0b0${of}70008000${String(n).padStart(12, '0')}`;
  const all = Array.from({ length: MEMBERS }, (_, n): NewEvent => {
    return { type, metadata, id: id(n, 'eeee'), data: { ...data, idpUserId: id(n, 'aaaa') } };
  });
  for (let from = 0; from < MEMBERS; from += 500) {
    await eventStore.append(stream, facts.length - 1 + from, all.slice(from, from + 500));
  }
};

test('it is refused with 400, and asked for one organization with fewer it is told', async () => {
  for (let n = 0; n < CREDENTIALS; n += 1) await fixture.newIdentity({ name: `credential ${n}` });
  await fillGroup();
  let answer = await fixture.owner.get('/reports/R1');
  // The tree over the log may have to follow first.
  await until('an answer', async () => {
    answer = await fixture.owner.get('/reports/R1');
    return answer.status !== 503;
  });
  const { status, body } = answer;
  expect([status, body.code, body.errors]).toEqual([
    400,
    'VALIDATION_FAILED',
    [{ field: 'organizationId', message: 'must narrow it down: R1 has more than 100000 rows' }],
  ]);
  const elsewhere = await fixture.owner.ok('GET', `/reports/R1?organizationId=${fixture.elsewhereId}`);
  expect(elsewhere.header.rows).toBeLessThan(100_000);
});
