import fc from 'fast-check';
import { SEQUENCE_WINDOW } from '../../kernel/presence';
import { take, type TakenNumbers } from './taken-numbers';

/** The same, by remembering every number there ever was. */
const remembering = () => {
  const taken = new Set<number>();
  return (sequence: number): string => {
    const last = Math.max(...taken, -1);
    if (taken.size === 0 || sequence > last) {
      taken.add(sequence);
      return 'advanced';
    }
    if (taken.has(sequence) || last - sequence > SEQUENCE_WINDOW) return 'repeated';
    taken.add(sequence);
    return 'late';
  };
};

test('it judges as if it remembered every number', () => {
  const numbers = fc.array(
    fc.oneof(
      fc.nat(80),
      fc.nat(20).map((n) => 2 ** 40 + n),
    ),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(numbers, (sequences) => {
      const model = remembering();
      let known: TakenNumbers | undefined;
      for (const sequence of sequences) {
        const { judgement, taken } = take(known, sequence);
        expect(judgement).toBe(model(sequence));
        known = taken;
      }
    }),
  );
});
