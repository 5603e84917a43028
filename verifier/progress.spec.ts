import { Progress } from './progress';

const telling = (isTTY: boolean) => {
  const written: string[] = [];
  let now = 1000;
  const progress = new Progress({ isTTY, write: (text) => written.push(text) }, () => now);
  return { written, progress, passes: (ms: number) => (now += ms) };
};

test('a terminal is told how far it is, four times a second, and is clean behind that', () => {
  const { written, progress, passes } = telling(true);
  progress.tell('checked', 1, 9);
  passes(249);
  progress.tell('checked', 2, 9);
  passes(1);
  progress.tell('judged', 3);
  progress.end();
  expect(written).toEqual(['\r\u001B[Kchecked: 1 of 9', '\r\u001B[Kjudged: 3', '\r\u001B[K']);
});

test('whatever is no terminal is told nothing', () => {
  const { written, progress } = telling(false);
  progress.tell('checked', 1);
  progress.end();
  expect(written).toEqual([]);
});
