import type { IdentityDocument } from '../../../projections/identities/document';
import type { SessionDocument } from '../../../projections/sessions/document';
import type { FindOptions } from '../../kernel/read-model';
import { Holders } from './holders';

/** Who holds identities, oldest first, however the store lists their sessions. */
const time = (minute: number): string => new Date(Date.UTC(2026, 2, 1, 12, minute)).toISOString();
const NOW = time(600);
const LATER = time(900);

const session = (id: string, minute: number, identityId = 'i'): SessionDocument =>
  ({
    id,
    identityId,
    userId: `user of ${id}`,
    userEmail: `${id}@example.com`,
    checkedOutAt: time(minute),
    expiresAt: LATER,
  }) as SessionDocument;

/** As a store does it: by id, and no more than are asked for. */
const holdersAmong = (sessions: readonly SessionDocument[]): Holders => {
  const find = async ({ where = [], limit }: FindOptions) => {
    const ids = where.flatMap((condition) => ('in' in condition ? condition.in : []));
    const found = sessions.filter(({ id }) => ids.includes(id)).toSorted((a, b) => a.id.localeCompare(b.id));
    return found.slice(0, limit);
  };
  return new Holders({ readModel: () => ({ find }) } as never);
};
const heldBy = (id: string, sessions: readonly SessionDocument[]): IdentityDocument =>
  ({ id, openSessions: sessions.filter(({ identityId }) => identityId === id) }) as unknown as IdentityDocument;
const told = async (sessions: readonly SessionDocument[], ...ids: readonly string[]) => {
  const identities = ids.map((id) => heldBy(id, sessions));
  return holdersAmong(sessions).of(identities, 'user of a', NOW);
};

test('the one who has held it longest comes first, whatever the ids of the sessions are', async () => {
  const found = await told([session('c', 1), session('a', 2), session('b', 3)], 'i');
  expect(found.get('i')).toEqual([
    { userId: 'user of c', userEmail: 'c@example.com', since: time(1), until: LATER, own: false },
    { userId: 'user of a', userEmail: 'a@example.com', since: time(2), until: LATER, own: true },
    { userId: 'user of b', userEmail: 'b@example.com', since: time(3), until: LATER, own: false },
  ]);
});

test('so it is with more of them than one question asks for, of each identity by itself', async () => {
  const sessions = Array.from({ length: 450 }, (_, n) => session(`s${999 - n}`, n, n % 2 === 0 ? 'i' : 'j'));
  const found = await told(sessions, 'i', 'j');
  for (const [id, first] of [['i', 0] as const, ['j', 1] as const]) {
    const since = found.get(id)?.map((each) => each.since);
    expect(since).toEqual(Array.from({ length: 225 }, (_, n) => time(first + 2 * n)));
  }
});

test('a session whose time is over holds nothing, and of what nobody holds nothing is told', async () => {
  const over = { ...session('a', 1), expiresAt: NOW };
  const found = await told([over, session('b', 2, 'j')], 'i', 'j');
  expect([...found.keys()]).toEqual(['j']);
});
