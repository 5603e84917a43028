import { LastRevisions } from './last-revisions';

describe('The last revisions', () => {
  it('forget the streams written longest ago', () => {
    const last = new LastRevisions(2);
    last.remember(
      new Map([
        ['a', 0],
        ['b', 0],
      ]),
    );
    last.remember(
      new Map([
        ['a', 1],
        ['c', 0],
      ]),
    );
    expect(['a', 'b', 'c'].map((stream) => last.get(stream))).toEqual([1, undefined, 0]);
  });
});
