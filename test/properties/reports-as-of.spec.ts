import { assert, asyncProperty, array, constantFrom, integer, nat } from 'fast-check';
import { leafOf } from '../../src/reports/leaf';
import { ReportRun } from '../../src/reports/report-run';
import { REPORTS } from '../../src/reports/reports';
import { rowLine, rowOf } from '../../src/reports/row-line';
import { checkout, credential, grant, PLACE, TOWN } from '../support/reports/sample-log';
import { factsOfLog, minute, told, type ToldFact } from '../support/reports/facts-of-log';
import { digest } from '../support/streams/view-of';

/** Whatever happens later: of a moment, each report is what it was at that moment. */
const ACTS: readonly ((n: number) => ToldFact)[] = [
  (n) => grant(`g${n}`, { principalId: ['p-ann', 'p-bob', 'p-mia'][n % 3], createdAt: minute(n) }),
  (n) => grant(`g${n}`, { principalType: 'group', principalId: 'g', expiresAt: minute(40 + n), createdAt: minute(n) }),
  (n) => grant(`g${n}`, { level: 'view_vault' }, 'grant-changed'),
  (n) => grant(`g${n}`, {}, 'grant-revoked'),
  (n) => checkout(`s${n}`, ['ann', 'olga'][n % 2] ?? '', { breakGlass: n % 3 === 0, checkedOutAt: minute(n) }),
  (n) =>
    told('identity-db', 'identity-checked-in', {
      ...PLACE,
      identityId: 'db',
      sessionId: `s${n}`,
      userId: 'ann',
      endedBy: 'checkin',
      endedAt: minute(n + 9),
    }),
  () => told('directoryGroup-g', 'idp-group-member-removed', { idpGroupId: 'g', idpUserId: 'p-bob' }),
  () => told('user-ann', 'user-switched-off', { userId: 'ann' }),
  (n) => credential(`c${n}`, { rotationIntervalDays: 1, nextRotationAt: minute(30 + n) }),
  (n) => told('denied-o', 'identity-reveal-refused', { organizationId: 'o', code: 'VAULT_ACCESS_DENIED', n }),
];

const textsOf = async (facts: ReturnType<typeof factsOfLog>, asOf: string): Promise<readonly string[]> => {
  const run = new ReportRun(REPORTS, digest, { asOf });
  for (const [index, fact] of facts.entries()) await run.take(fact, leafOf(1, index));
  const texts: string[] = [];
  for (const { id } of REPORTS) {
    const lines: string[] = [];
    for await (const line of run.rows(id)) lines.push(rowLine(rowOf(line, 1)));
    texts.push(lines.join(''));
  }
  return texts;
};

test('of a moment a report is the same whenever it is made', async () => {
  const act = constantFrom(...ACTS).chain((make) => nat(6).map(make));
  await assert(
    asyncProperty(array(act, { maxLength: 30 }), integer({ min: 0, max: 70 }), async (acts, cut) => {
      const facts = factsOfLog([...TOWN, ...acts]);
      const asOf = minute(cut);
      const then = facts.filter(({ metadata }) => metadata.time <= asOf);
      expect(await textsOf(facts, asOf)).toEqual(await textsOf(then, asOf));
    }),
    { numRuns: 60 },
  );
});
