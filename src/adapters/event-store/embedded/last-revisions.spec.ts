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
