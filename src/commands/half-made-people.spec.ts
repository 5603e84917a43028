import { PolicyFixture } from '../../test/support/policy-fixture';
import { idpEmail, idpUser } from '../domain/directory/state';
import { user } from '../domain/users/state';
import type { EventStore } from '../kernel/event-store';
import { foldEmail } from '../kernel/fold-email';
import { RefusedError } from '../kernel/refused-error';
import { StoreUnavailable } from '../kernel/store-errors';
import { Decisions } from './deciding/decisions';
import { FactRecorder } from './deciding/fact-recorder';
import { Refusals } from './deciding/refusals';
import { CreateIdpUser, CreateIdpUserHandler } from './directory/create-idp-user';
import { DeleteIdpUser, DeleteIdpUserHandler } from './directory/delete-idp-user';
import { CreateUser, CreateUserHandler } from './users/create-user';
import { Registration } from './users/registration';

/** An e-mail and who has it are two streams: what stopped between the two must not keep the e-mail from everybody for ever. */
let application: PolicyFixture;
beforeEach(async () => {
  application = await PolicyFixture.open();
});
afterEach(() => application.close());

const EMAIL = 'ann@example.com';

/** Handlers on a store that dies before it takes a fact of this noun, or that never does. */
const dyingBefore = (noun?: string) => {
  const { eventStore, streamReader, clock, ids, random, digest } = application.adapters;
  const store: EventStore = Object.assign(Object.create(eventStore), {
    append: (...asked: Parameters<EventStore['append']>) =>
      asked[2].some(({ type }) => type === `keyledger.${noun}.v1`)
        ? Promise.reject(new StoreUnavailable('killed'))
        : eventStore.append(...asked),
  });
  const refusals = new Refusals(store, clock, ids);
  const deciding = new Decisions(store, streamReader, clock, random, refusals);
  const recording = new FactRecorder(store, streamReader, clock, refusals);
  const registration = new Registration(deciding, digest, streamReader);
  const owner = () => application.as('owner');
  return {
    createIdpUser: (displayName: string) =>
      new CreateIdpUserHandler(deciding, digest).execute(
        new CreateIdpUser(owner(), { email: EMAIL, displayName, active: true }),
      ),
    deleteIdpUser: (id: string) => new DeleteIdpUserHandler(deciding, digest).execute(new DeleteIdpUser(owner(), id)),
    createUser: (subject: string) =>
      new CreateUserHandler(recording, refusals, registration).execute(
        new CreateUser(owner(), EMAIL, undefined, { issuer: 'https://idp', subject }),
      ),
  };
};

const personWithEmail = async () => {
  const view = await application.adapters.streamReader.fresh();
  const { idpUserId = '' } = (await view.load(idpEmail, application.adapters.digest.of(foldEmail(EMAIL)))).state;
  return { id: idpUserId, ...(await view.load(idpUser, idpUserId)).state };
};

test('an IDP user who was claimed for but never made is made by the next request, once', async () => {
  await expect(dyingBefore('idp-user-created').createIdpUser('Ann')).rejects.toThrow(StoreUnavailable);
  const { id } = await dyingBefore().createIdpUser('Ann Archer');
  expect(await personWithEmail()).toMatchObject({ id, status: 'active', displayName: 'Ann Archer' });
  await expect(dyingBefore().createIdpUser('Another Ann')).rejects.toThrow(RefusedError);
});

test('of two who find a half-made IDP user, one finishes the user and the other is refused', async () => {
  await expect(dyingBefore('idp-user-created').createIdpUser('Ann')).rejects.toThrow(StoreUnavailable);
  const settled = await Promise.allSettled(['One', 'Other'].map((name) => dyingBefore().createIdpUser(name)));
  expect(settled.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
});

test('an IDP user who was deleted, but whose e-mail was never given back, gives it up', async () => {
  const first = await dyingBefore().createIdpUser('Ann');
  await expect(dyingBefore('idp-email-released').deleteIdpUser(first.id)).rejects.toThrow(StoreUnavailable);
  const { id } = await dyingBefore().createIdpUser('Ann again');
  expect(id).not.toBe(first.id);
  expect(await personWithEmail()).toMatchObject({ id, status: 'active' });
});

test('a user who was claimed for but never made is made by the next request, once', async () => {
  await expect(dyingBefore('user-created').createUser('robot')).rejects.toThrow(StoreUnavailable);
  const { id } = await dyingBefore().createUser('robot');
  const view = await application.adapters.streamReader.fresh();
  expect((await view.load(user, id)).state).toMatchObject({ status: 'active', signIns: [{ subject: 'robot' }] });
  await expect(dyingBefore().createUser('another robot')).rejects.toMatchObject({ refusal: { code: 'EMAIL_TAKEN' } });
});
