import { counted, counter, Nodes } from '../../../test/support/two-nodes';
import { canonicalFact } from '../../kernel/facts/canonical-fact';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';

const REFUSED = 'keyledger.thing-look-refused.v1';

describe('recording', () => {
  let nodes: Nodes;
  beforeEach(() => {
    nodes = new Nodes();
  });
  afterEach(() => nodes.close());

  it('judges from what was written last, by whomever', async () => {
    const { recording } = await nodes.node();
    await nodes.write('counter-a', [counted(2)]);
    const total = await recording.judge(nodes.context(), REFUSED, async ({ view }) => {
      return (await view.load(counter, 'a')).state.total;
    });
    expect(total).toBe(2);
  });

  it('makes a refusal a fact, once it is known what it is about', async () => {
    const { recording } = await nodes.node();
    const hidden = recording.judge(nodes.context(), REFUSED, async () =>
      refuse('NOT_FOUND', 'There is no such thing.'),
    );
    await expect(hidden).rejects.toThrow(RefusedError);
    expect(await nodes.store.readAll({ limit: 10 })).toEqual([]);
    const judged = recording.judge(
      nodes.context(),
      REFUSED,
      async ({ about }) => {
        about({ organizationId: 'org1' });
        return refuse('NO', 'No.');
      },
      { reason: 'curious' },
    );
    await expect(judged).rejects.toMatchObject({ refusal: { code: 'NO' } });
    expect(await nodes.store.readStream('denied-org1', { limit: 10 })).toMatchObject([
      { type: REFUSED, data: { organizationId: 'org1', code: 'NO', reason: 'curious' } },
    ]);
  });

  it('appends without contention, and shows to the next decision', async () => {
    const { recording, reader } = await nodes.node();
    await Promise.all([1, 2, 3].map((by) => recording.record(nodes.context(), 'counter-a', counted(by))));
    const view = await reader.fresh();
    expect((await view.load(counter, 'a')).state).toEqual({ total: 6 });
  });

  it('answers the fact as the log holds it, and so does a decision; not where an earlier run appended it', async () => {
    const { recording, deciding } = await nodes.node();
    const target = { fold: counter, id: 'a' };
    const { last } = await deciding.decide(nodes.context(), target, () => [counted(1), counted(2)]);
    const told = await recording.record(nodes.context(), 'counter-a', counted(3));
    const [, decided, recorded] = await nodes.store.readStream('counter-a', { limit: 10 });
    expect([last, told.last]).toEqual([decided, recorded]);
    // What is hashed for the tree is the same text.
    expect([last, told.last].map((fact) => fact && canonicalFact(fact))).toEqual(
      [decided, recorded].map((fact) => fact && canonicalFact(fact)),
    );
    const again = { ...nodes.context(), ids: { next: () => told.eventId } };
    const repeated = await recording.record(again, 'counter-a', counted(3));
    expect(repeated).toEqual({ revision: 2, position: recorded?.position, repeated: true, eventId: recorded?.id });
  });

  it('judges at the time of a decision on that stream, whichever node had the faster clock', async () => {
    const [fast, slow] = [await nodes.node(), await nodes.node()];
    const start = nodes.now;
    nodes.now += 3_600_000;
    const { now } = await fast.deciding.decide(nodes.context(), { fold: counter, id: 'a' }, () => [counted(1)]);
    nodes.now = start;
    const decided = await slow.deciding.decide(nodes.context(), { fold: counter, id: 'a' }, () => []);
    const heard = await slow.recording.judge(nodes.context(), REFUSED, async ({ view, nowOn }) => [
      nowOn(await view.load(counter, 'a')),
      nowOn(await view.load(counter, 'b')),
    ]);
    expect([decided.now, heard]).toEqual([now, [now, new Date(start).toISOString()]]);
  });
});
