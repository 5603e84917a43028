import { between, counter, Nodes } from '../../../test/support/two-nodes';
import { growingIds } from '../../../test/support/two-nodes';
import type { EventStore } from '../../kernel/event-store';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { StoreUnavailable } from '../../kernel/store-errors';
import { Refusals } from './refusals';

const TYPE = 'keyledger.thing-count-refused.v1';
const FULL = refuse('FULL', 'No more.');

describe('refusals of one user', () => {
  let nodes: Nodes;
  let refusals: Refusals;
  const made = (store: EventStore = nodes.store) => new Refusals(store, { now: () => nodes.now }, growingIds());
  beforeEach(() => {
    nodes = new Nodes();
    refusals = made();
  });
  afterEach(async () => {
    await refusals.beforeApplicationShutdown();
    await nodes.close();
  });

  const facts = () => nodes.store.readStream('denied-org1', { limit: 5000 });
  const refuseTimes = async (times: number, identityId = 'i1', type = TYPE, refusal = FULL) => {
    for (let n = 0; n < times; n++) {
      await refusals.record(nodes.context(), type, { organizationId: 'org1', identityId }, refusal, { reason: `${n}` });
    }
  };

  it('are a fact each up to 60 alike in a minute; what comes beyond is one fact with its number and times', async () => {
    await refuseTimes(60);
    nodes.now += 1000;
    const firstAt = new Date(nodes.now).toISOString();
    await refuseTimes(1);
    nodes.now += 1000;
    await refuseTimes(39);
    await refusals.tellCounted(nodes.now);
    expect(await facts()).toHaveLength(60);
    const lastAt = new Date(nodes.now).toISOString();
    nodes.now += 60_000;
    await refusals.tellCounted(nodes.now);
    await refusals.tellCounted(nodes.now);
    const all = await facts();
    expect(all).toHaveLength(61);
    expect(all.at(-1)).toMatchObject({
      type: TYPE,
      data: { identityId: 'i1', code: 'FULL', count: 40, firstAt, lastAt },
      metadata: { actor: { userId: 'ann' }, time: lastAt },
    });
  });

  it('are alike whatever words come with them, and not when command, code or target differ', async () => {
    await refuseTimes(60);
    await refuseTimes(1, 'i2');
    await refuseTimes(1, 'i1', 'keyledger.thing-look-refused.v1');
    await refuseTimes(1, 'i1', TYPE, refuse('EMPTY', 'None.'));
    expect(await facts()).toHaveLength(63);
  });

  it('are counted for each user alone, and anew in the next minute', async () => {
    await refuseTimes(61);
    const other = { actor: { kind: 'user', userId: 'bob', email: 'bob@example.com' } as const };
    await refusals.record(nodes.context(other), TYPE, { organizationId: 'org1', identityId: 'i1' }, FULL);
    expect(await facts()).toHaveLength(61);
    nodes.now += 60_000;
    await refuseTimes(1);
    expect(await facts()).toHaveLength(62);
  });

  it('end with 429 before anything is decided once 1,000 of a minute were a fact', async () => {
    for (let n = 0; n < 1000; n++) await refuseTimes(1, `i${n}`);
    nodes.now += 45_000;
    expect(() => refusals.requireRoom(nodes.context())).toThrow(RefusedError);
    const error = (() => {
      try {
        return refusals.requireRoom(nodes.context());
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toMatchObject({ refusal: { code: 'TOO_MANY_REQUESTS', extra: { retryAfterSeconds: 15 } } });
    const other = { actor: { kind: 'user', userId: 'bob', email: 'bob@example.com' } as const };
    expect(() => refusals.requireRoom(nodes.context(other))).not.toThrow();
    nodes.now += 15_000;
    expect(() => refusals.requireRoom(nodes.context())).not.toThrow();
  });

  it('alike are no reason for 429, however many', async () => {
    await refuseTimes(3000);
    expect(() => refusals.requireRoom(nodes.context())).not.toThrow();
  });

  it('of a policy are a fact each', async () => {
    const policy = { actor: { kind: 'policy', name: 'spec' } as const };
    for (let n = 0; n < 70; n++) {
      await refusals.record(nodes.context(policy), TYPE, { organizationId: 'org1' }, FULL);
    }
    expect(await facts()).toHaveLength(70);
  });

  it('that were counted are told when the server stops, and once the store takes them again', async () => {
    let away = false;
    refusals = made(
      between(nodes.store, {
        append: (...of) => (away ? Promise.reject(new StoreUnavailable('away')) : nodes.store.append(...of)),
      }),
    );
    await refuseTimes(65);
    away = true;
    await refusals.tellCounted(Infinity);
    expect(await facts()).toHaveLength(60);
    away = false;
    await refusals.beforeApplicationShutdown();
    expect((await facts()).at(-1)).toMatchObject({ data: { count: 5 } });
  });
});

it('a decision is not made for somebody who was refused too often', async () => {
  const nodes = new Nodes();
  const { deciding } = await nodes.node();
  const refused = (id: string) =>
    deciding.decide(nodes.context(), { fold: counter, id, refusedAs: TYPE }, (decision) => {
      decision.about({ organizationId: 'org1', identityId: id });
      return FULL;
    });
  for (let n = 0; n < 1000; n++) await expect(refused(`${n}`)).rejects.toThrow(RefusedError);
  let decided = false;
  const late = deciding.decide(nodes.context(), { fold: counter, id: 'a', refusedAs: TYPE }, () => {
    decided = true;
    return [];
  });
  await expect(late).rejects.toMatchObject({ refusal: { code: 'TOO_MANY_REQUESTS' } });
  expect(decided).toBe(false);
  await nodes.close();
});
