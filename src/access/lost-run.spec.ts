import { derivedIds } from '../adapters/outside/derived-ids';
import { isLostRun } from './lost-run';

const ids = () => derivedIds.from('seed');
const mine = () => {
  const own = ids();
  own.next();
  return own.next();
};
const fact = (position: string, id: string) => ({ position, id });

/** A log of these facts, put back at these places, whose head is the last fact. */
const logOf = (facts: readonly { position: string; id: string }[], commonUpTo: readonly string[] = []) => ({
  fresh: async () => ({ at: facts.at(-1)?.position ?? '', load: async () => ({ state: { commonUpTo } }) }),
  after: async (from: string, limit: number) => facts.filter(({ position }) => position > from).slice(0, limit),
});
const isLost = (log: object, position = '05') => isLostRun(log as never, { position }, ids());

const others = ['01', '02', '04', '06', '09'].map((position) => fact(position, `e${position}`));
const withMine = [...others, fact('05', mine())].toSorted((a, b) => (a.position < b.position ? -1 : 1));

test.each<[string, object, string | undefined, boolean]>([
  ['that wrote nothing is never asked for', logOf(others, ['']), '', false],
  ['in a log that was never put back is there', logOf(others), undefined, false],
  [
    'beyond the end of its log is lost, whether that was found already or not',
    logOf(others.slice(0, 3)),
    undefined,
    true,
  ],
  ['from before the log was put back is there', logOf(others, ['06']), undefined, false],
  ['whose place is nobody’s is lost', logOf(others, ['02']), undefined, true],
  ['whose place is another fact’s is lost', logOf(others, ['02']), '06', true],
  [
    'whose fact is there is there, however often the log was put back',
    logOf(withMine, ['06', '02', '']),
    undefined,
    false,
  ],
])('a run %s', async (_, log, position, lost) => {
  expect(await isLost(log, position)).toBe(lost);
});

test('a run is looked for over several pages, and no farther than it pays', async () => {
  const places = (count: number) => Array.from({ length: count }, (_, n) => fact(String(n).padStart(9, '0'), `e${n}`));
  const long = [...places(1200), fact('000001200', mine()), fact('000001201', 'e')];
  expect(await isLost(logOf(long, ['']), '000001200')).toBe(false);
  const longer = [...places(30_000), fact('000030000', mine())];
  expect(await isLost(logOf(longer, ['']), '000030000')).toBe(true);
});
