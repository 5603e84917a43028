import { StoreUnavailable } from '../../kernel/store-errors';
import type { IdentityState } from '../../domain/identities/state';
import type { Context } from '../../kernel/context';
import type { RecordedEvent } from '../../kernel/recorded-event';
import type { View } from '../../kernel/stream-reader';
import { FindSession } from './find-session';

const ID = 'i1.s1';
const LENGTH = 6000;

const fact = (revision: number): RecordedEvent => {
  const about = { identityId: 'i1', identityGroupId: 'v1', organizationId: 'org1' };
  const mine = { ...about, sessionId: ID, userId: 'ann', userEmail: 'ann@example.com', reason: 'look' };
  const at = '2026-01-01T00:00:00.000Z';
  const [type, data] =
    revision === 100
      ? ['identity-checked-out', { ...mine, checkedOutAt: at, expiresAt: at, breakGlass: false, ownerBypass: false }]
      : revision === 102
        ? ['identity-checked-in', { ...mine, endedAt: at, endedBy: 'checkin' }]
        : ['identity-revealed', { ...about, sessionId: 'i1.other' }];
  return { type: `keyledger.${type}.v1`, data, revision, stream: 'identity-i1' } as RecordedEvent;
};

/** A stream of 6,000 facts, an index, and somebody who sees the organization or not. */
const finder = (index: object | undefined | 'away', { caughtUp = true, sees = true } = {}) => {
  let read = 0;
  const reader = {
    page: async (_: string, from: number, limit: number) => {
      const last = Math.min(from, LENGTH - 1);
      const page = Array.from({ length: Math.min(limit, last + 1) }, (_unused, n) => fact(last - n));
      read += page.length;
      return page;
    },
  };
  const get = async () => {
    if (index === 'away') throw new StoreUnavailable('away');
    return index;
  };
  const sessions = new FindSession(
    reader as never,
    { readModel: () => ({ get }) } as never,
    { head: async () => '9', waitFor: async () => caughtUp } as never,
  );
  const roles = sees ? [{ roleId: 'r1', organizationId: 'org1' }] : [];
  const view = {
    at: '9',
    load: async ({ category }: { category: string }) =>
      category === 'user'
        ? { state: { status: 'active', email: 'ann@example.com', support: false, roles } }
        : { state: { owners: {}, admins: {}, roles: { r1: { name: 'r', permissions: [] } } } },
  } as unknown as View;
  const context = { actor: { kind: 'user', userId: 'ann', email: 'ann@example.com' } } as unknown as Context;
  const state = { sessions: [], organizationId: 'org1' } as unknown as IdentityState;
  return { find: () => sessions.find(ID, state, view, context), read: () => read };
};

describe('an ended session', () => {
  it('is found where the index says, without reading the stream', async () => {
    const { find, read } = finder({ revision: 102, endedAt: 'then' });
    expect(await find()).toMatchObject({ id: ID, endedBy: 'checkin' });
    expect(read()).toBeLessThanOrEqual(200);
  });

  it('that the index does not know once it is caught up is nowhere: nothing is read, whoever asks', async () => {
    const { find, read } = finder(undefined);
    expect(await find()).toBeUndefined();
    expect(read()).toBe(0);
  });

  it.each<[string, object | undefined | 'away', boolean]>([
    ['is behind', undefined, false],
    ['is away', 'away', true],
    ['is wrong', { revision: 4000, endedAt: 'then' }, true],
  ])('is looked for in the log while the index %s', async (_, index, caughtUp) => {
    const { find } = finder(index, { caughtUp });
    expect(await find()).toMatchObject({ id: ID, endedBy: 'checkin' });
  });

  it('is not looked for in the log for somebody to whom its organization is hidden', async () => {
    const { find, read } = finder(undefined, { caughtUp: false, sees: false });
    expect(await find()).toBeUndefined();
    expect(read()).toBe(0);
  });

  it('of the holder who has lost every role is still found by the index, so that a repeated checkin is answered', async () => {
    const { find } = finder({ revision: 102, endedAt: 'then' }, { sees: false });
    expect(await find()).toMatchObject({ id: ID, userId: 'ann' });
  });
});
