import { assert, asyncProperty, array, constantFrom, integer, nat, tuple } from 'fast-check';
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
  // Ids are numbered in the order of the log: a part of it has the leaves of the whole.
  for (const fact of facts) await run.take(fact, leafOf(1, Number(fact.id.slice(1))));
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

test('before the first fact there is nothing, and a fact counts from its own moment on', async () => {
  const facts = factsOfLog([...TOWN, ...ACTS.map((make) => make(3))]);
  const nothing = await textsOf(facts, new Date(Date.parse(minute(0)) - 1).toISOString());
  expect(new Set(nothing)).toEqual(new Set(['']));
  for (const [index, { metadata }] of facts.entries()) {
    const just = new Date(Date.parse(metadata.time) - 1).toISOString();
    expect(await textsOf(facts, metadata.time)).toEqual(await textsOf(facts.slice(0, index + 1), metadata.time));
    expect(await textsOf(facts, just)).toEqual(await textsOf(facts.slice(0, index), just));
  }
});

test('clocks of nodes differ: a fact counts by its time, wherever it stands', async () => {
  const act = constantFrom(...ACTS).chain((make) => nat(6).map(make));
  const told = tuple(act, integer({ min: 0, max: 40 })).map(([fact, at]) => ({ ...fact, at: minute(at) }));
  await assert(
    asyncProperty(array(told, { maxLength: 20 }), integer({ min: 0, max: 45 }), async (acts, cut) => {
      const facts = factsOfLog([...TOWN.map((fact) => ({ ...fact, at: minute(0) })), ...acts]);
      const asOf = minute(cut);
      const then = facts.filter(({ metadata }) => metadata.time <= asOf);
      expect(await textsOf(facts, asOf)).toEqual(await textsOf(then, asOf));
      // Made once more, row by row in the same order.
      expect(await textsOf(facts, asOf)).toEqual(await textsOf(facts, asOf));
    }),
    { numRuns: 30 },
  );
});
