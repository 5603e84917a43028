import { Leases } from '../../../test/support/leases';
import { PolicyFixture } from '../../../test/support/policy-fixture';
import { until } from '../../../test/support/until';
import { withMethods } from '../../../test/support/with-methods';

let application: PolicyFixture;
let leases: Leases;
beforeEach(async () => {
  application = await PolicyFixture.open();
  leases = new Leases(1 / 50);
});
afterEach(() => {
  jest.restoreAllMocks();
  return application.close();
});

/** A session that is over; only a policy makes that a fact. */
const overdue = async (node: Awaited<ReturnType<PolicyFixture['node']>>) => {
  const place = await application.identity(node.commands);
  await application.person('ann', place);
  await application.checkOut(node.commands, 'ann', place.identityId, 5);
  application.pass(6);
  await application.settled();
  return async () => (await application.facts(`identity-${place.identityId}`, 'identity-checked-in')).length;
};

test('policies are at work on the node that holds them, and on no other', async () => {
  const [one, other] = [
    await application.node({ lease: { hold: async () => false, release: async () => undefined } }),
    await application.node({ lease: leases.node() }),
  ];
  const ends = await overdue(one);
  await one.runner.start();
  await one.runner.round();
  expect(await ends()).toBe(0);
  await other.runner.start();
  await other.runner.round();
  expect(await ends()).toBe(1);
});

test('another node takes over when theirs stops', async () => {
  const [one, other] = [
    await application.node({ lease: leases.node() }),
    await application.node({ lease: leases.node() }),
  ];
  await one.runner.start();
  await other.runner.start();
  await one.runner.stop();
  const ends = await overdue(other);
  await until('the end of the session', async () => (await ends()) === 1);
});

test('another node takes over when theirs falls silent, and hears what was not heard', async () => {
  const silent = leases.node();
  const [one, other] = [await application.node({ lease: silent }), await application.node({ lease: leases.node() })];
  await one.runner.start();
  silent.fallSilent();
  await other.runner.start();
  const ends = await overdue(other);
  await until('the end of the session', async () => (await ends()) === 1);
  await until('the silent one to say so', () => one.troubles.includes('policies on the lease'));
});

test('a node that has lost the lease lays its work down', async () => {
  let mine = true;
  let refused = 0;
  const hold = async (): Promise<boolean> => {
    refused += mine ? 0 : 1;
    return mine;
  };
  const node = await application.node({ lease: { hold, release: async () => undefined } });
  await node.runner.start();
  mine = false;
  await until('it to be told so, and what followed', () => refused > 1);
  const ends = await overdue(node);
  await node.runner.round();
  expect(await ends()).toBe(0);
});

test('a policy new to a log has its place before anybody is at work', async () => {
  const node = await application.node({ lease: { hold: async () => false, release: async () => undefined } });
  await node.runner.start();
  expect(await application.adapters.checkpoints.get('end-session-when-its-basis-is-lost')).toBeDefined();
});

test('a stop breaks off what a policy reads of a long past, which is read after the next start', async () => {
  const node = await application.node();
  const { projections, adapters } = application;
  const placeOf = async () => (await adapters.checkpoints.get('tell-unusual-disclosures-when-many'))?.position;
  await node.runner.start();
  let pages = 0;
  let stopped: Promise<void> | undefined;
  const readModel = projections.readModel.bind(projections);
  jest.spyOn(projections, 'readModel').mockImplementation((name) => {
    const find = async () => {
      pages += 1;
      stopped ??= node.runner.stop();
      const document = { time: application.at(0), metadata: { actor: {} } };
      return pages < 100 ? Array.from({ length: 200 }, (_, n) => ({ ...document, id: String(n) })) : [];
    };
    const model = readModel<{ readonly id: string }>(name);
    return (name === 'audit_trail' ? withMethods(model, { find }) : model) as never;
  });
  const place = await application.identity(node.commands);
  await application.person('ann', place);
  await application.checkOut(node.commands, 'ann', place.identityId, 5);
  await until('the first page', () => stopped !== undefined);
  await stopped;
  const [shown] = await application.facts(`identity-${place.identityId}`, 'identity-checked-out');
  expect([pages, node.troubles]).toEqual([1, []]);
  expect(String(await placeOf()) < (shown?.position ?? '')).toBe(true);
});
