import { gatheredLines } from './log-destination';

const recorded = () => {
  const written: string[] = [];
  let flushed = 0;
  const output = { write: (text: string) => written.push(text), flushSync: () => (flushed += 1) };
  return { written, output, flushes: () => flushed };
};
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('lines of one turn leave together, in order, and those of the next turn after them', async () => {
  const { written, output } = recorded();
  const lines = gatheredLines(output);
  lines.write('a\n');
  lines.write('b\n');
  expect(written).toEqual([]);
  await turn();
  lines.write('c\n');
  await turn();
  expect(written).toEqual(['a\nb\n', 'c\n']);
});

test('at the end what waits is written at once, and once', async () => {
  const { written, output, flushes } = recorded();
  const lines = gatheredLines(output);
  lines.write('last\n');
  lines.end();
  expect([written, flushes()]).toEqual([['last\n'], 1]);
  await turn();
  expect(written).toEqual(['last\n']);
});
