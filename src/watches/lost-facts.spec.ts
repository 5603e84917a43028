import { InMemoryEventStore } from '../../test/support/in-memory-event-store';
import { LostFacts, type KnownFact } from './lost-facts';

const PAGE = 500;
const position = (n: number) => String(n).padStart(16, '0');

test('of what a log has lost so many facts are kept, and how many more there were is told', async () => {
  const fact = (n: number): KnownFact => ({
    id: position(n),
    eventId: `e${n}`,
    stream: 'account',
    type: 'keyledger.owner-removed.v1',
    data: { userId: `u${n}` },
  });
  const all = Array.from({ length: 20_007 }, (_, n) => fact(n + 1));
  let asked = 0;
  const trail = { find: async () => all.slice(asked, (asked += PAGE)) };
  const lost = await new LostFacts(new InMemoryEventStore(), trail).after('');
  expect(lost.omitted).toBe(7);
  expect(lost.byStream.get('account')).toHaveLength(20_000);
});
