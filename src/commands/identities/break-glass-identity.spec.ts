import { PolicyFixture } from '../../../test/support/policy-fixture';
import type { PolicyNode } from '../../../test/support/policy-node';
import { RefusedError } from '../../kernel/refused-error';
import { StoreUnavailable } from '../../kernel/store-errors';
import { BreakGlassIdentity } from './break-glass-identity';

/** What many nodes, and stores that fail, do to the breaking of glass. */
let application: PolicyFixture;
let node: PolicyNode;
let place: Awaited<ReturnType<PolicyFixture['identity']>>;
beforeEach(async () => {
  application = await PolicyFixture.open();
  node = await application.node();
  place = await application.identity(node.commands);
  await application.responder('eve', place);
});
afterEach(() => application.close());

const breakGlass = (at: PolicyNode, userId = 'eve') =>
  at.commands.execute(new BreakGlassIdentity(application.as(userId), place.identityId, 'the site is down')).then(
    ({ credential }) => credential?.value ?? 'no value',
    (error: unknown) => (error instanceof RefusedError ? error.refusal.code : (error as Error).constructor.name),
  );
const tries = () => application.facts('breakGlass-eve', 'break-glass-tried');
const sessions = () => application.facts(`identity-${place.identityId}`, 'identity-checked-out');

/** A node whose appends to some streams go wrong. */
const failing = (category: string, how: 'before' | 'after') => {
  const { eventStore } = application.adapters;
  const broken = Object.create(eventStore) as typeof eventStore;
  broken.append = async (stream, expected, events) => {
    if (!stream.startsWith(`${category}-`)) return eventStore.append(stream, expected, events);
    if (how === 'after') await eventStore.append(stream, expected, events);
    throw new StoreUnavailable('the disk is gone');
  };
  return application.node({ eventStore: broken });
};

test('of 50 at once over four nodes exactly three get through, and each user is counted alone', async () => {
  const nodes = [node, await application.node(), await application.node(), await application.node()];
  await application.responder('kim', place);
  const all = await Promise.all(
    Array.from({ length: 50 }, (_, n) => breakGlass(nodes[n % 4] ?? node, 'eve')).concat(breakGlass(node, 'kim')),
  );
  expect(all.filter((answer) => answer === 'hunter2')).toHaveLength(4);
  expect(all.filter((answer) => answer === 'BREAK_GLASS_RATE_LIMITED')).toHaveLength(47);
  expect(await tries()).toHaveLength(3);
});

test('a node that starts later counts what was before it', async () => {
  for (let n = 0; n < 3; n++) expect(await breakGlass(node)).toBe('hunter2');
  expect(await breakGlass(await application.node())).toBe('BREAK_GLASS_RATE_LIMITED');
  application.pass(1);
  expect(await breakGlass(node)).toBe('hunter2');
});

test('a clock that was a day ahead when the tries were used up keeps nobody out once it is right, and then counts anew', async () => {
  const three = Array(3).fill('hunter2');
  application.pass(24 * 60);
  expect([await breakGlass(node), await breakGlass(node), await breakGlass(node)]).toEqual(three);
  application.pass(-24 * 60);
  application.pass(1);
  expect([await breakGlass(node), await breakGlass(node), await breakGlass(node)]).toEqual(three);
  expect(await breakGlass(node)).toBe('BREAK_GLASS_RATE_LIMITED');
  application.pass(1);
  expect(await breakGlass(node)).toBe('hunter2');
});

test('a try that can not be recorded comes to nothing', async () => {
  expect(await breakGlass(await failing('breakGlass', 'before'))).toBe('StoreUnavailable');
  expect(await tries()).toEqual([]);
  expect(await sessions()).toEqual([]);
});

test('a session that can not be recorded shows nothing, and was a try', async () => {
  const open = jest.spyOn(application.adapters.sealing, 'open');
  expect(await breakGlass(await failing('identity', 'before'))).toBe('StoreUnavailable');
  expect(open).not.toHaveBeenCalled();
  expect(await tries()).toHaveLength(1);
  expect(await sessions()).toEqual([]);
  open.mockRestore();
});

test.each(['breakGlass', 'identity'])(
  'a request that stopped after its fact in %s goes on where it was when it comes again, as the same try and session',
  async (category) => {
    const seeded = application.adapters.derivedIds;
    const request = (at: PolicyNode) =>
      at.commands.execute(
        new BreakGlassIdentity(
          { ...application.as('eve'), ids: seeded.from('the same key') },
          place.identityId,
          'the site is down',
        ),
      );
    await expect(request(await failing(category, 'after'))).rejects.toThrow(StoreUnavailable);
    const { credential } = await request(node);
    expect(credential?.value).toBe('hunter2');
    expect(await tries()).toHaveLength(1);
    expect(await sessions()).toHaveLength(1);
  },
);

test('where the value does not open the session ends, the value changes, and somebody has to look at it', async () => {
  const open = jest.spyOn(application.adapters.sealing, 'open').mockImplementation(() => {
    throw new Error('it does not open');
  });
  expect(await breakGlass(node)).toBe('Error');
  open.mockRestore();
  const stream = `identity-${place.identityId}`;
  expect(await application.facts(stream, 'identity-checked-in')).toHaveLength(1);
  expect((await application.facts(stream, 'rotation-requested')).map(({ data }) => data.trigger)).toEqual([
    'break_glass',
  ]);
});

test('what a killed server left open is ended, rotated and brought to mind by the next one', async () => {
  expect(await breakGlass(node)).toBe('hunter2');
  await node.close();
  application.pass(61);
  const next = await application.node();
  await application.settled();
  await next.runner.start();
  await next.runner.round();
  const stream = `identity-${place.identityId}`;
  expect((await application.facts(stream, 'identity-checked-in')).map(({ data }) => data.endedBy)).toEqual(['expiry']);
  expect(await application.facts(stream, 'rotation-requested')).toHaveLength(1);
  application.pass(24 * 60);
  await application.settled();
  await next.runner.round();
  await next.runner.round();
  expect(await application.facts(stream, 'break-glass-review-reminded')).toHaveLength(1);
});
