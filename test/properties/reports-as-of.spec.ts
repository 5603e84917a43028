import { assert, asyncProperty, array, constantFrom, integer, nat } from 'fast-check';
import { leafOf } from '../../src/reports/leaf';
import { ReportRun } from '../../src/reports/report-run';
import { REPORTS } from '../../src/reports/reports';
import { rowLine, rowOf } from '../../src/reports/row-line';
import { ACTS } from '../support/reports/acts';
import { factsOfLog, minute } from '../support/reports/facts-of-log';
import { TOWN } from '../support/reports/sample-log';
import { digest } from '../support/streams/view-of';

/** Whatever happens later: of a moment, each report is what it was at that moment. */
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
