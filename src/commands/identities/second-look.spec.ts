import { PolicyHouse } from '../../../test/support/policy-house';
import type { PolicyNode } from '../../../test/support/policy-node';
import { Refused } from '../../kernel/refused';
import { StoreUnavailable } from '../../kernel/store-errors';
import { RevealIdentity } from './reveal-identity';

/** A reveal is recorded, then the identity's head is read once more: what came between wins, and nothing is shown. */
let house: PolicyHouse;
let node: PolicyNode;
let opened = 0;
let place: Awaited<ReturnType<PolicyHouse['identity']>>;
beforeEach(async () => {
  opened = 0;
  house = await PolicyHouse.open();
  node = await house.node();
  place = await house.identity(node.commands);
  for (const name of ['ann', 'bob']) await house.person(name, place);
});
afterEach(() => house.close());

/** A node on which this happens just before the fact of a reveal is written. */
const meanwhile = (happens: () => Promise<unknown>): Promise<PolicyNode> => {
  const { eventStore } = house.adapters;
  const raced = Object.create(eventStore) as typeof eventStore;
  raced.append = async (stream, expected, events) => {
    if (stream.startsWith('reveal-')) await happens();
    return eventStore.append(stream, expected, events);
  };
  // This node's own opening: what comes between may open the value too.
  const sealing = Object.create(house.adapters.sealing) as typeof house.adapters.sealing;
  sealing.open = (...call) => {
    opened += 1;
    return house.adapters.sealing.open(...call);
  };
  return house.node({ eventStore: raced, sealing });
};
const reveal = (at: PolicyNode) =>
  at.commands.execute(new RevealIdentity(house.as('ann'), place.identityId)).then(
    () => 'shown',
    (error: unknown) => (error instanceof Refused ? error.refusal.code : error),
  );
const refusals = () => house.facts(`denied-${place.organizationId}`, 'identity-reveal-refused');

test.each<[string, () => Promise<unknown>, string]>([
  ['a checkout by somebody else', () => house.checkOut(node.commands, 'bob', place.identityId), 'ALREADY_CHECKED_OUT'],
  [
    'the end of the grant',
    () =>
      house.append(`vaultAccess-${place.vaultId}`, 'grant-revoked', {
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
    () => house.append('user-ann', 'user-roles-assigned', { userId: 'ann', roles: [] }),
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
  expect(await house.facts(`reveal-${place.identityId}`)).toHaveLength(1);
  expect(await refusals()).toEqual([]);
});

test('the caller gave up meanwhile: nothing is opened', async () => {
  expect(await reveal(await meanwhile(async () => house.pass(1)))).toBeInstanceOf(StoreUnavailable);
  expect(opened).toBe(0);
});
