import type { ReadFact } from './facts-of-streams';
import { Findings } from './findings';
import { StampedTimes } from './stamped-times';

const at = (minute: number): number => Date.UTC(2026, 0, 1, 12, minute);
const fact = (minute: number): ReadFact => ({
  stream: 's',
  revision: 0,
  id: 'e',
  type: 't',
  data: {},
  metadata: { time: new Date(at(minute)).toISOString(), actor: {} },
});

/** Ten facts, then a checkpoint that was signed at 12:30 and stamped at 12:31; ten more, at 13:30 and 13:31. */
const judged = (facts: readonly (readonly [leaf: number, minute: number])[]) => {
  const findings = new Findings();
  const stamps = [
    { size: 10, time: at(31) },
    { size: 20, time: at(91) },
  ];
  const said = [
    { size: 10, time: at(30) },
    { size: 20, time: at(90) },
  ];
  const times = new StampedTimes(stamps, said, findings);
  for (const [leaf, minute] of facts) times.take(fact(minute), leaf);
  return findings.all.map(({ rule, leaf }) => [rule, leaf]);
};

test.each<[string, (readonly [number, number])[], unknown[]]>([
  [
    'times that fit',
    [
      [0, -999],
      [9, 29],
      [10, 31],
      [19, 89],
      [20, 91],
      [99, 999],
    ],
    [],
  ],
  [
    'clocks that differ a little',
    [
      [9, 35],
      [10, 26],
    ],
    [],
  ],
  ['one that is younger than its stamp', [[9, 37]], [['time', 9]]],
  ['one that came later and says it was there before', [[10, 24]], [['time', 10]]],
  ['one that was back-dated behind the last stamp', [[50, 84]], [['time', 50]]],
  ['one that is forward-dated between two stamps', [[15, 97]], [['time', 15]]],
])('%s', (_, facts, found) => {
  expect(judged(facts)).toEqual(found);
});

test('a smaller tree may be stamped after a larger one: the larger one’s stamp covers it too', () => {
  const findings = new Findings();
  const times = new StampedTimes(
    [
      { size: 10, time: at(90) },
      { size: 20, time: at(31) },
    ],
    [],
    findings,
  );
  times.take(fact(50), 5);
  expect(findings.all).toMatchObject([{ rule: 'time', leaf: 5 }]);
});
