import { PolicyFixture } from '../../../test/support/policy-fixture';
import type { EventStore } from '../../kernel/event-store';
import { account } from '../../domain/accounts/state';
import { user } from '../../domain/users/state';
import { Decisions } from '../deciding/decisions';
import { FactRecorder } from '../deciding/fact-recorder';
import { Refusals } from '../deciding/refusals';
import { ChangeUser, ChangeUserHandler } from './change-user';
import { OwnerFlags } from './owner-flags';
import { SetOwner, SetOwnerHandler } from './set-owner';

/** Somebody is made an owner while being switched off: whoever comes second must see it, or nobody may be left to sign in. */
let application: PolicyFixture;
beforeEach(async () => {
  application = await PolicyFixture.open();
  await application.append('user-ann', 'user-created', {
    userId: 'ann',
    email: 'ann@example.com',
    support: false,
    createdAt: '2026-03-01T09:00:00.000Z',
  });
});
afterEach(() => application.close());

/** Handlers on a store that does something else first, once, when a fact of this noun is to be appended. */
const racing = (noun: string, first: () => Promise<unknown>) => {
  const { eventStore, streamReader, clock, ids, random } = application.adapters;
  let isFirst = true;
  const store: EventStore = Object.assign(Object.create(eventStore), {
    append: async (...asked: Parameters<EventStore['append']>) => {
      if (isFirst && asked[2].some(({ type }) => type === `keyledger.${noun}.v1`)) {
        isFirst = false;
        await first();
      }
      return eventStore.append(...asked);
    },
  });
  const refusals = new Refusals(store, clock, ids);
  const deciding = new Decisions(store, streamReader, clock, random, refusals);
  const recording = new FactRecorder(store, streamReader, clock, refusals);
  return {
    makeOwner: () => new SetOwnerHandler(deciding).execute(new SetOwner(application.as('owner'), 'ann', true)),
    switchOff: () =>
      new ChangeUserHandler(deciding, recording, refusals, new OwnerFlags(deciding)).execute(
        new ChangeUser(application.as('owner'), 'ann', { active: false }),
      ),
    mark: () =>
      new ChangeUserHandler(deciding, recording, refusals, new OwnerFlags(deciding)).execute(
        new ChangeUser(application.as('owner'), 'ann', { support: true }),
      ),
  };
};

const outcome = async () => {
  const view = await application.adapters.streamReader.fresh();
  return {
    owner: (await view.load(account)).state.owners['ann'],
    status: (await view.load(user, 'ann')).state.status,
  };
};

test('switched off just before becoming an owner, a user is a suspended one', async () => {
  const off = () => application.append('user-ann', 'user-switched-off', { userId: 'ann' });
  await racing('owner-added', off).makeOwner();
  expect(await outcome()).toEqual({ owner: { active: false, support: false }, status: 'off' });
});

test('made an owner just before being switched off, a user is a suspended one', async () => {
  const owner = () => application.append('account', 'owner-added', { userId: 'ann', email: 'ann@example.com' });
  await racing('user-switched-off', owner).switchOff();
  expect(await outcome()).toEqual({ owner: { active: false, support: false }, status: 'off' });
});

test('made the only owner just before being switched off, a user is switched on again', async () => {
  const onlyOwner = async () => {
    await application.append('account', 'owner-added', { userId: 'ann', email: 'ann@example.com' });
    await application.append('account', 'owner-removed', { userId: 'owner' });
  };
  await expect(racing('user-switched-off', onlyOwner).switchOff()).rejects.toMatchObject({
    refusal: { code: 'LAST_OWNER' },
  });
  expect(await outcome()).toEqual({ owner: { active: true, support: false }, status: 'active' });
});

test('marked as support just before becoming an owner, a user is one who is not counted', async () => {
  const mark = () => application.append('user-ann', 'user-marked-as-support', { userId: 'ann' });
  await racing('owner-added', mark).makeOwner();
  expect((await outcome()).owner).toEqual({ active: true, support: true });
});

test('made the only owner just before being marked as support, a user is cleared again', async () => {
  const onlyOwner = async () => {
    await application.append('account', 'owner-added', { userId: 'ann', email: 'ann@example.com' });
    await application.append('account', 'owner-removed', { userId: 'owner' });
  };
  await expect(racing('user-marked-as-support', onlyOwner).mark()).rejects.toMatchObject({
    refusal: { code: 'LAST_OWNER' },
  });
  const view = await application.adapters.streamReader.fresh();
  expect((await view.load(user, 'ann')).state.support).toBe(false);
  expect((await outcome()).owner).toEqual({ active: true, support: false });
});
