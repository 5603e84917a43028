import { PolicyFixture } from '../../../test/support/policy-fixture';
import type { PolicyNode } from '../../../test/support/policy-node';
import { RefusedError } from '../../kernel/refused-error';
import { StoreUnavailable } from '../../kernel/store-errors';
import { CheckOutIdentity } from '../identities/check-out-identity';
import { RevealIdentity } from '../identities/reveal-identity';
import { ChangeVault } from '../vaults/change-vault';
import { ApproveRequest } from './approve-request';
import { AskAccess } from './ask-access';
import { RevokeRequest } from './revoke-request';

/** What is approved is used once, whatever happens at the same moment on whatever node. */
let application: PolicyFixture;
let one: PolicyNode;
let other: PolicyNode;
let place: Awaited<ReturnType<PolicyFixture['identity']>>;
beforeEach(async () => {
  application = await PolicyFixture.open();
  [one, other] = [await application.node(), await application.node()];
  place = await application.identity(one.commands, { allowConcurrentCheckout: true, maxConcurrentSessions: 100 });
  for (const name of ['ann', 'kim']) await application.person(name, place);
  await application.append('account', 'role-created', {
    roleId: 'approver',
    name: 'A',
    permissions: ['pam_vaults.approve'],
  });
  await application.append('user-kim', 'user-roles-assigned', {
    userId: 'kim',
    roles: [{ roleId: 'approver', organizationId: place.organizationId }],
  });
  const approvalPolicy = { required: 1, approvers: { users: ['idp-kim'], groups: [] } };
  await one.commands.execute(new ChangeVault(application.as('owner'), place.vaultId, { approvalPolicy }));
});
afterEach(() => application.close());

const answered = <T>(work: Promise<T>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof RefusedError ? error.refusal.code : (error as Error).constructor.name),
  );
const REQUEST = { reason: 'month end', durationMinutes: 30 };
const ask = (at: PolicyNode) => at.commands.execute(new AskAccess(application.as('ann'), place.identityId, REQUEST));
const approve = (at: PolicyNode, id: string) => at.commands.execute(new ApproveRequest(application.as('kim'), id));
const checkOut = (at: PolicyNode, context = application.as('ann')) =>
  at.commands.execute(new CheckOutIdentity(context, place.identityId, REQUEST));
const facts = (noun: string) => application.facts(`identity-${place.identityId}`, noun);
const approved = async (): Promise<string> => {
  const { id } = await ask(one);
  await approve(one, id);
  return id;
};
const alternately = (n: number): PolicyNode => (n % 2 === 0 ? one : other);

test('of many who press the button at once one request is made', async () => {
  const all = await Promise.all(Array.from({ length: 10 }, (_, n) => answered(ask(alternately(n)))));
  expect(all.filter((answer) => answer === 'done')).toHaveLength(1);
  expect(all.filter((answer) => answer === 'CONFLICT')).toHaveLength(9);
  expect(await facts('access-requested')).toHaveLength(1);
});

test('one approval is one checkout, though many could hold it', async () => {
  await approved();
  const all = await Promise.all(Array.from({ length: 20 }, (_, n) => answered(checkOut(alternately(n)))));
  expect(all.filter((answer) => answer === 'done')).toHaveLength(1);
  expect(all.filter((answer) => answer === 'APPROVAL_REQUIRED')).toHaveLength(19);
  expect(await facts('identity-checked-out')).toHaveLength(1);
});

test('a person who approves on two nodes at once counts once', async () => {
  const { id } = await ask(one);
  expect(await Promise.all([answered(approve(one, id)), answered(approve(other, id))])).toEqual(['done', 'done']);
  expect(await facts('access-request-approved')).toHaveLength(1);
});

test('what is revoked at the moment of its use is either revoked or used', async () => {
  for (let round = 0; round < 5; round++) {
    const id = await approved();
    const revoke = one.commands.execute(new RevokeRequest(application.as('kim'), id, 'a mistake'));
    const [out, back] = await Promise.all([answered(checkOut(other)), answered(revoke)]);
    expect([
      ['done', 'CONFLICT'],
      ['APPROVAL_REQUIRED', 'done'],
    ]).toContainEqual([out, back]);
  }
});

test('many reveals at once begin the approved minutes once', async () => {
  await approved();
  const reveal = (at: PolicyNode) => at.commands.execute(new RevealIdentity(application.as('ann'), place.identityId));
  const all = await Promise.all(Array.from({ length: 6 }, (_, n) => answered(reveal(alternately(n)))));
  expect(new Set(all)).toEqual(new Set(['done']));
  expect(await facts('access-request-used')).toHaveLength(1);
});

test('minutes whose beginning can not be recorded show nothing', async () => {
  await approved();
  const { eventStore, sealing } = application.adapters;
  const broken = Object.create(eventStore) as typeof eventStore;
  broken.append = (stream, ...rest) =>
    stream.startsWith('identity-') ? Promise.reject(new StoreUnavailable('gone')) : eventStore.append(stream, ...rest);
  const node = await application.node({ eventStore: broken });
  const open = jest.spyOn(sealing, 'open');
  expect(await answered(node.commands.execute(new RevealIdentity(application.as('ann'), place.identityId)))).toBe(
    'StoreUnavailable',
  );
  expect(open).not.toHaveBeenCalled();
  expect(await application.facts(`reveal-${place.identityId}`, 'identity-revealed')).toEqual([]);
  open.mockRestore();
});

test('a checkout that stopped after its fact is the same one when it comes again, and uses the approval once', async () => {
  await approved();
  const { eventStore, derivedIds } = application.adapters;
  const broken = Object.create(eventStore) as typeof eventStore;
  broken.append = async (stream, ...rest) => {
    await eventStore.append(stream, ...rest);
    throw new StoreUnavailable('gone');
  };
  const node = await application.node({ eventStore: broken });
  const context = () => ({ ...application.as('ann'), ids: derivedIds.from('the same key') });
  expect(await answered(checkOut(node, context()))).toBe('StoreUnavailable');
  const { credential } = await checkOut(one, context());
  expect(credential?.value).toBe('hunter2');
  expect(await facts('access-request-used')).toHaveLength(1);
  expect(await facts('identity-checked-out')).toHaveLength(1);
});

test('nobody used it: after a day that is a fact, of whichever node, once', async () => {
  await approved();
  application.pass(24 * 60);
  await application.settled();
  await Promise.all([one.runner.start(), other.runner.start()]);
  await Promise.all([one.runner.round(), other.runner.round()]);
  expect(await facts('access-request-expired')).toHaveLength(1);
});
