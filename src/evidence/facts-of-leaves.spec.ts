import { someFacts } from '../../test/support/evidence/signed-ledger';
import { factsOfLeaves } from './facts-of-leaves';

const facts = someFacts(4);
const leaves = facts.map(({ id, position }) => ({ eventId: id, position }));

test('each leaf has the fact that lies at its place', () => {
  expect(factsOfLeaves(leaves, facts)).toEqual(facts);
});

test('one that somebody wrote a second time is another fact, whichever of them is read last', () => {
  const again = { ...(facts[0] as (typeof facts)[0]), revision: 7, position: '999999999' };
  expect(factsOfLeaves(leaves, [...facts, again])).toEqual(facts);
  expect(factsOfLeaves([{ eventId: again.id, position: again.position }], [again, ...facts])).toEqual([again]);
});

test('what is not among those that were read, or lies at the place of another, is not there', () => {
  const [first, , ...rest] = facts;
  expect(factsOfLeaves(leaves, [first as (typeof facts)[0], ...rest])).toEqual([first, undefined, ...rest]);
  const moved = facts.map((fact, n) => ({ ...fact, position: facts[n ^ 1]?.position ?? '' }));
  expect(factsOfLeaves(leaves, moved)).toEqual(facts.map(() => undefined));
});
