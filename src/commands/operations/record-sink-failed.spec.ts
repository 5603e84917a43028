import { growingIds, Nodes } from '../../../test/support/two-nodes';
import { derivedIds } from '../../adapters/outside/derived-ids';
import { RecordSinkRecovered, RecordSinkRecoveredHandler } from './record-sink-recovered';
import { RecordSinkFailed, RecordSinkFailedHandler } from './record-sink-failed';

const nodes = new Nodes();
afterAll(() => nodes.close());

const outage = { sink: 'syslog', code: 'ECONNREFUSED', since: '2026-03-01T07:50:00.000Z' } as const;
const facts = async () => (await nodes.store.readStream('operations', { limit: 10 })).map(({ data }) => data);

test('an outage that two nodes tell of, each a while later, stands in the log once; the next one is another', async () => {
  for (const cause of ['place 1', 'place 1', 'place 2']) {
    const { recording } = await nodes.node();
    const actor = { kind: 'policy', name: 'send-facts-outside' } as const;
    const context = nodes.context({ actor, ids: derivedIds.from(cause), correlationId: growingIds().next() });
    await new RecordSinkFailedHandler(recording).execute(new RecordSinkFailed(context, outage));
    nodes.now += 60_000;
  }
  expect(await facts()).toEqual([
    { critical: true, ...outage },
    { critical: true, ...outage },
  ]);
});

test('its end is told once, by whichever node finds it, and none where no outage was told of', async () => {
  const actor = { kind: 'policy', name: 'send-facts-outside' } as const;
  const ends = async (sink: 'syslog' | 'file') => {
    const { deciding } = await nodes.node();
    const context = nodes.context({ actor });
    await new RecordSinkRecoveredHandler(deciding).execute(new RecordSinkRecovered(context, sink));
  };
  await Promise.all([ends('syslog'), ends('syslog'), ends('file')]);
  await ends('syslog');
  expect((await facts()).slice(2)).toEqual([
    { sink: 'syslog', since: outage.since, recoveredAt: new Date(nodes.now).toISOString() },
  ]);
});
