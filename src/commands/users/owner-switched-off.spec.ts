import { PolicyHouse } from '../../../test/support/policy-house';
import type { EventStore } from '../../kernel/event-store';
import { account } from '../../domain/accounts/state';
import { user } from '../../domain/users/state';
import { Deciding } from '../deciding/deciding';
import { Recording } from '../deciding/recording';
import { Refusals } from '../deciding/refusals';
import { ChangeUser, ChangeUserHandler } from './change-user';
import { SetOwner, SetOwnerHandler } from './set-owner';

/** Somebody is made an owner while he is switched off: whoever comes second must see it, or nobody may be left to sign in. */
let house: PolicyHouse;
beforeEach(async () => {
  house = await PolicyHouse.open();
  await house.append('user-ann', 'user-created', {
    userId: 'ann',
    email: 'ann@example.com',
    support: false,
    createdAt: '2026-03-01T09:00:00.000Z',
  });
});
afterEach(() => house.close());

/** Handlers on a store that does something else first, once, when a fact of this noun is to be appended. */
const racing = (noun: string, first: () => Promise<unknown>) => {
  const { eventStore, streamReader, clock, ids, random } = house.adapters;
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
  const deciding = new Deciding(store, streamReader, clock, random, refusals);
  const recording = new Recording(store, streamReader, clock, refusals);
  return {
    makeOwner: () => new SetOwnerHandler(deciding).execute(new SetOwner(house.as('owner'), 'ann', true)),
    switchOff: () =>
      new ChangeUserHandler(deciding, recording, refusals).execute(
        new ChangeUser(house.as('owner'), 'ann', { active: false }),
      ),
  };
};

const outcome = async () => {
  const view = await house.adapters.streamReader.fresh();
  return {
    owner: (await view.load(account)).state.owners['ann'],
    status: (await view.load(user, 'ann')).state.status,
  };
};

test('switched off just before he becomes an owner, he is a suspended one', async () => {
  const off = () => house.append('user-ann', 'user-switched-off', { userId: 'ann' });
  await racing('owner-added', off).makeOwner();
  expect(await outcome()).toEqual({ owner: { active: false }, status: 'off' });
});

test('made an owner just before he is switched off, he is a suspended one', async () => {
  const owner = () => house.append('account', 'owner-added', { userId: 'ann', email: 'ann@example.com' });
  await racing('user-switched-off', owner).switchOff();
  expect(await outcome()).toEqual({ owner: { active: false }, status: 'off' });
});

test('made the only owner just before he is switched off, he is switched on again', async () => {
  const onlyOwner = async () => {
    await house.append('account', 'owner-added', { userId: 'ann', email: 'ann@example.com' });
    await house.append('account', 'owner-removed', { userId: 'owner' });
  };
  await expect(racing('user-switched-off', onlyOwner).switchOff()).rejects.toMatchObject({
    refusal: { code: 'LAST_OWNER' },
  });
  expect(await outcome()).toEqual({ owner: { active: true }, status: 'active' });
});
