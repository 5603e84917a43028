import { between, counted, counter, Nodes } from '../../../test/support/two-nodes';
import { derivedIds } from '../../adapters/outside/derived-ids';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { StoreUnavailable } from '../../kernel/store-errors';
import type { DecisionContext } from './decision-context';

const decisionTarget = {
  fold: counter,
  id: 'a',
  refusedAs: 'keyledger.thing-count-refused.v1',
  asked: { reason: 'curious' },
};
const upTo = (most: number) => (decision: DecisionContext<{ total: number }>) => {
  decision.about({ organizationId: 'org1' });
  return decision.target.state.total < most ? [counted(1)] : refuse('FULL', 'No more.');
};

describe('a decision', () => {
  let nodes: Nodes;
  beforeEach(() => {
    nodes = new Nodes();
  });
  afterEach(() => nodes.close());

  const facts = (stream: string) => nodes.store.readStream(stream, { limit: 1000 });

  it('answers what it appended, where, and the state with it', async () => {
    const { deciding } = await nodes.node();
    await nodes.write('counter-a', [counted(4)]);
    const outcome = await deciding.decide(
      nodes.context({ causationId: 'x', userAgent: 'spec' }),
      decisionTarget,
      () => [counted(2), counted(3)],
    );
    const [, second, third] = await facts('counter-a');
    expect(outcome).toMatchObject({ state: { total: 9 }, revision: 2, position: third?.position });
    expect(second?.metadata).toEqual({
      actor: { kind: 'user', userId: 'ann', email: 'ann@example.com' },
      time: outcome.now,
      correlationId: 'c1',
      causationId: 'x',
      ip: '10.0.0.1',
      userAgent: 'spec',
    });
  });

  it('for nothing appends nothing and answers where the log stands', async () => {
    const { deciding } = await nodes.node();
    const { position } = await nodes.write('counter-b', [counted(1)]);
    const outcome = await deciding.decide(nodes.context(), decisionTarget, () => []);
    expect(outcome).toMatchObject({ events: [], state: { total: 0 }, revision: -1, position });
    expect(await facts('counter-a')).toEqual([]);
  });

  it('is made anew when another node was faster, with the same ids', async () => {
    let rivals = 3;
    const tried: string[][] = [];
    const raced = between(nodes.store, {
      append: async (stream, expected, events) => {
        tried.push(events.map(({ id }) => id));
        if (rivals-- > 0) await nodes.write(stream, [counted(10)]);
        return nodes.store.append(stream, expected, events);
      },
    });
    const { deciding } = await nodes.node(raced);
    const seen: number[] = [];
    const outcome = await deciding.decide(nodes.context(), decisionTarget, ({ target }) => {
      seen.push(target.state.total);
      return [counted(1)];
    });
    expect(seen).toEqual([0, 10, 20, 30]);
    expect(outcome).toMatchObject({ state: { total: 31 }, revision: 3 });
    expect(new Set(tried.flat()).size).toBe(1);
  });

  it('gives up at the deadline', async () => {
    const raced = between(nodes.store, {
      append: async (stream, expected, events) => {
        nodes.now += 10_000;
        await nodes.write(stream, [counted(10)]);
        return nodes.store.append(stream, expected, events);
      },
    });
    const { deciding } = await nodes.node(raced);
    await expect(deciding.decide(nodes.context(), decisionTarget, () => [counted(1)])).rejects.toThrow(
      StoreUnavailable,
    );
    expect((await facts('counter-a')).map(({ data }) => data)).toEqual(Array(3).fill({ by: 10 }));
  });

  it('repeated with the same ids is done once, however often the first was made anew', async () => {
    let rivals = 2;
    const raced = between(nodes.store, {
      append: async (stream, expected, events) => {
        if (rivals-- > 0) await nodes.write(stream, [counted(10)]);
        return nodes.store.append(stream, expected, events);
      },
    });
    const { deciding } = await nodes.node(raced);
    const ask = () =>
      deciding.decide(nodes.context({ ids: derivedIds.from('key') }), decisionTarget, () => [counted(1)]);
    await ask();
    await nodes.write('counter-a', [counted(100)]);
    expect(await ask()).toMatchObject({ state: { total: 121 }, revision: 3 });
    expect(await facts('counter-a')).toHaveLength(4);
  });

  it('repeated, takes further ids when it now decides something else', async () => {
    const { deciding } = await nodes.node();
    const ask = (...events: ReturnType<typeof counted>[]) =>
      deciding.decide(nodes.context({ ids: derivedIds.from('key') }), decisionTarget, () => events);
    await ask(counted(1));
    expect(await ask(counted(10), counted(100))).toMatchObject({ state: { total: 111 }, revision: 2 });
  });

  it('never dates a fact before the one it follows', async () => {
    const { deciding } = await nodes.node();
    await nodes.write('counter-a', [counted(1)], -1, nodes.now + 5000);
    const { now } = await deciding.decide(nodes.context(), decisionTarget, () => [counted(1)]);
    expect(now).toBe(new Date(nodes.now + 5000).toISOString());
  });

  it('passes on what the store says, and appends nothing', async () => {
    const full = between(nodes.store, { append: () => Promise.reject(new StoreUnavailable('full')) });
    const { deciding } = await nodes.node(full);
    await expect(deciding.decide(nodes.context(), decisionTarget, () => [counted(1)])).rejects.toThrow('full');
  });

  it('is one at a time on a stream, and not on others', async () => {
    const { deciding } = await nodes.node();
    let under = 0;
    let most = 0;
    const slow = async () => {
      most = Math.max(most, (under += 1));
      await new Promise(setImmediate);
      under -= 1;
      return [counted(1)];
    };
    await Promise.all(Array.from({ length: 20 }, () => deciding.decide(nodes.context(), decisionTarget, slow)));
    expect(most).toBe(1);
    const others = Array.from({ length: 5 }, (_, i) =>
      deciding.decide(nodes.context(), { ...decisionTarget, id: `${i}` }, slow),
    );
    await Promise.all(others);
    expect(most).toBeGreaterThan(1);
  });

  it('lets exactly as many through as the rule allows, whatever node they ask', async () => {
    const [one, other] = [await nodes.node(), await nodes.node()];
    const asks = Array.from({ length: 60 }, (_, i) =>
      (i % 2 === 0 ? one : other).deciding.decide(nodes.context(), decisionTarget, upTo(7)),
    );
    const settled = await Promise.allSettled(asks);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(7);
    expect(await facts('counter-a')).toHaveLength(7);
    expect(await facts('denied-org1')).toHaveLength(53);
  });

  describe('that refuses', () => {
    const refusal = refuse('FULL', 'No more.', { holders: ['ann'] });
    const refuseAbout =
      (about?: Parameters<DecisionContext<unknown>['about']>[0]) => (decision: DecisionContext<unknown>) => {
        if (about !== undefined) decision.about(about);
        return refusal;
      };

    it('is a fact of the organization it is about, without what only the caller is told', async () => {
      const { deciding } = await nodes.node();
      const refused = deciding.decide(
        nodes.context(),
        decisionTarget,
        refuseAbout({ organizationId: 'org1', identityId: 'i1' }),
      );
      await expect(refused).rejects.toMatchObject({ refusal });
      expect(await facts('denied-org1')).toMatchObject([
        {
          type: 'keyledger.thing-count-refused.v1',
          data: { organizationId: 'org1', identityId: 'i1', reason: 'curious', code: 'FULL', detail: 'No more.' },
          metadata: { actor: { userId: 'ann' }, ip: '10.0.0.1' },
        },
      ]);
      expect(JSON.stringify(await facts('denied-org1'))).not.toContain('holders');
      expect(await facts('counter-a')).toEqual([]);
    });

    it('is a fact of the account when it is about that', async () => {
      const { deciding } = await nodes.node();
      await expect(deciding.decide(nodes.context(), decisionTarget, refuseAbout('account'))).rejects.toThrow(
        RefusedError,
      );
      expect(await facts('denied-account')).toHaveLength(1);
    });

    it.each([
      ['about nothing that exists', decisionTarget, undefined],
      ['for a policy', { fold: counter, id: 'a' }, { organizationId: 'org1' }],
    ])('%s is told nobody', async (_, what, about) => {
      const { deciding } = await nodes.node();
      const before = await nodes.store.head();
      await expect(deciding.decide(nodes.context(), what, refuseAbout(about))).rejects.toThrow(RefusedError);
      expect(await nodes.store.head()).toBe(before);
    });

    it('is not answered when it can not be recorded', async () => {
      const full = between(nodes.store, { append: () => Promise.reject(new StoreUnavailable('full')) });
      const { deciding } = await nodes.node(full);
      const refused = deciding.decide(nodes.context(), decisionTarget, refuseAbout({ organizationId: 'org1' }));
      await expect(refused).rejects.toThrow(StoreUnavailable);
    });
  });
});
