import { LastRevisions } from './last-revisions';

describe('The last revisions', () => {
  it('forget the streams written longest ago', () => {
    const last = new LastRevisions(2);
    last.remember([
      { stream: 'a', revision: 0 },
      { stream: 'b', revision: 0 },
    ]);
    last.remember([
      { stream: 'a', revision: 1 },
      { stream: 'c', revision: 0 },
    ]);
    expect(['a', 'b', 'c'].map((stream) => last.get(stream))).toEqual([1, undefined, 0]);
  });
});

test('10,000 streams are remembered', () => {
  const last = new LastRevisions();
  last.remember(Array.from({ length: 10_001 }, (_, n) => ({ stream: `s${n}`, revision: 0 })));
  expect(['s0', 's1'].map((stream) => last.get(stream))).toEqual([undefined, 0]);
});
