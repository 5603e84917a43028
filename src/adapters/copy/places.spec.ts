import fc from 'fast-check';
import { CopiedPositions, translated } from './places';

const at = (n: number) => String(n).padStart(4, '0');

describe('places of a log in its copy', () => {
  test('a place becomes that of the last fact at or before it, whatever lies between', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 999 }), { maxLength: 40 }),
        fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 40 }),
        (facts, sought) => {
          const here = facts.toSorted((a, b) => a - b);
          const places = new CopiedPositions(sought.map(at));
          here.forEach((place, index) => places.pass(at(place), `there ${index}`));
          const translate = places.end();
          for (const place of sought) {
            const last = here.filter((each) => each <= place).length - 1;
            expect(translate(at(place))).toBe(last < 0 ? '' : `there ${last}`);
          }
        },
      ),
    );
  });

  test('a mark keeps its facts and its ladder, and tells where they are', () => {
    const waypoint = (position: string) => ({
      position,
      eventId: `id ${position}`,
      stream: 's',
      revision: 0,
      passed: 1,
    });
    const mark = { position: at(3), fact: waypoint(at(2)), ladder: [waypoint(at(1))] };
    const row = { name: 'p', position: at(3), event_id: `id ${at(2)}`, mark: JSON.stringify(mark) };
    const places = new CopiedPositions([at(1), at(2), at(3)]);
    places.pass(at(1), 'one');
    places.pass(at(2), 'two');
    expect(translated('checkpoint', row, places.end())).toEqual({
      name: 'p',
      position: 'two',
      event_id: `id ${at(2)}`,
      mark: JSON.stringify({
        position: 'two',
        fact: { ...waypoint(at(2)), position: 'two' },
        ladder: [{ ...waypoint(at(1)), position: 'one' }],
      }),
    });
  });
});
