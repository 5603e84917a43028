import { PolicyFixture } from '../../../test/support/policy-fixture';
import type { PolicyNode } from '../../../test/support/policy-node';
import { RefusedError } from '../../kernel/refused-error';
import { StoreUnavailable } from '../../kernel/store-errors';
import { RevealIdentity } from './reveal-identity';

/** A reveal is recorded, then the identity's head is read once more: what came between wins, and nothing is shown. */
let application: PolicyFixture;
let node: PolicyNode;
let opened = 0;
let place: Awaited<ReturnType<PolicyFixture['identity']>>;
beforeEach(async () => {
  opened = 0;
  application = await PolicyFixture.open();
  node = await application.node();
  place = await application.identity(node.commands);
  for (const name of ['ann', 'bob']) await application.person(name, place);
});
afterEach(() => application.close());

/** A node on which this happens just before the fact of a reveal is written. */
const meanwhile = (happens: () => Promise<unknown>): Promise<PolicyNode> => {
  const { eventStore } = application.adapters;
  const raced = Object.create(eventStore) as typeof eventStore;
  raced.append = async (stream, expected, events) => {
    if (stream.startsWith('reveal-')) await happens();
    return eventStore.append(stream, expected, events);
  };
  // This node's own opening: what comes between may open the value too.
  const sealing = Object.create(application.adapters.sealing) as typeof application.adapters.sealing;
  sealing.open = (...call) => {
    opened += 1;
    return application.adapters.sealing.open(...call);
  };
  return application.node({ eventStore: raced, sealing });
};
const reveal = (at: PolicyNode) =>
  at.commands.execute(new RevealIdentity(application.as('ann'), place.identityId)).then(
    () => 'shown',
    (error: unknown) => (error instanceof RefusedError ? error.refusal.code : error),
  );
const refusals = () => application.facts(`denied-${place.organizationId}`, 'identity-reveal-refused');

test.each<[string, () => Promise<unknown>, string]>([
  [
    'a checkout by somebody else',
    () => application.checkOut(node.commands, 'bob', place.identityId),
    'ALREADY_CHECKED_OUT',
  ],
  [
    'the end of the grant',
    () =>
      application.append(`vaultAccess-${place.vaultId}`, 'grant-revoked', {
        organizationId: place.organizationId,
        identityGroupId: place.vaultId,
        grantId: 'grant-ann',
        principalType: 'user',
        principalId: 'idp-ann',
        level: 'checkout',
      }),
    'VAULT_ACCESS_DENIED',
  ],
  [
    'the loss of the role',
    () => application.append('user-ann', 'user-roles-assigned', { userId: 'ann', roles: [] }),
    'NOT_FOUND',
  ],
])('%s', async (_, happens, code) => {
  expect(await reveal(await meanwhile(happens))).toBe(code);
  expect(opened).toBe(0);
  expect((await refusals()).map(({ data }) => data['code'])).toEqual([code]);
});

test('nothing came between: it is shown, after one fact', async () => {
  expect(await reveal(await meanwhile(async () => undefined))).toBe('shown');
  expect(opened).toBe(1);
  expect(await application.facts(`reveal-${place.identityId}`)).toHaveLength(1);
  expect(await refusals()).toEqual([]);
});

test('the caller gave up meanwhile: nothing is opened', async () => {
  expect(await reveal(await meanwhile(async () => application.pass(1)))).toBeInstanceOf(StoreUnavailable);
  expect(opened).toBe(0);
});
