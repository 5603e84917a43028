import { counted, counter, Nodes } from '../../../../test/support/two-nodes';

describe('a view', () => {
  let nodes: Nodes;
  beforeEach(() => {
    nodes = new Nodes();
  });
  afterEach(() => nodes.close());

  it.each(['read', 'told of'])(
    'stands at what a stream it loads holds, if that was %s after the head was asked for',
    async (how) => {
      const { reader, deciding } = await nodes.node();
      await nodes.write('counter-a', [counted(1)]);
      if (how === 'told of') await (await reader.fresh()).load(counter, 'a');
      const view = await reader.fresh();
      const before = view.at;
      const { position } =
        how === 'read'
          ? { position: await nodes.write('counter-a', [counted(1)]).then(() => nodes.store.head()) }
          : await deciding.decide(nodes.context(), { fold: counter, id: 'a' }, () => [counted(1)]);
      expect(await view.load(counter, 'a')).toMatchObject({ state: { total: 2 }, position });
      expect([view.at > before, view.at]).toEqual([true, position]);
    },
  );
});
