import { NEVER, sinkFact, sinkFacts } from '../../../test/support/sinks/sink-items';
import { SyslogReceiver } from '../../../test/support/sinks/syslog-receiver';
import { until } from '../../../test/support/until';
import { SyslogSink } from './syslog-sink';

const receivers: SyslogReceiver[] = [];
afterEach(() => Promise.all(receivers.splice(0).map((receiver) => receiver.end())));

const receiving = async (options: { secure?: boolean; ca?: string; host?: string } = {}) => {
  const { secure = true, host = '127.0.0.1' } = options;
  const receiver = new SyslogReceiver({ secure });
  receivers.push(receiver);
  const ca = Buffer.from(options.ca ?? receiver.ca);
  const config = { host, port: await receiver.start(), isSecure: secure, ...(secure ? { ca } : {}) };
  return { receiver, sink: new SyslogSink(config, { hostname: 'h', processId: 1 }) };
};

test.each([true, false])(
  'a batch is read to its end, each message in its frame, in order (TLS: %s)',
  async (secure) => {
    const { receiver, sink } = await receiving({ secure });
    await sink.send(sinkFacts(1, 2), NEVER);
    await sink.send(sinkFacts(3), NEVER);
    expect(receiver.got.map((message) => message.replace(/^.*externalId=/, ''))).toEqual(['e1', 'e2', 'e3']);
  },
);

test('a name in the certificate is asked for', async () => {
  const { receiver, sink } = await receiving({ host: 'localhost' });
  await sink.send(sinkFacts(1), NEVER);
  expect(receiver.got).toHaveLength(1);
});

test('a receiver whose certificate no authority of ours signed is told nothing', async () => {
  const { receiver, sink } = await receiving({ ca: new SyslogReceiver().ca });
  await expect(sink.send(sinkFacts(1), NEVER)).rejects.toMatchObject({
    name: 'SinkRefused',
    code: expect.stringMatching(/SELF_SIGNED|UNABLE|SIGNATURE/),
  });
  expect(receiver.got).toEqual([]);
});

test('a receiver that closes in the middle has not taken it', async () => {
  const { receiver, sink } = await receiving();
  receiver.behaves = 'closes mid-frame';
  // More than the system keeps for it: the rest is still under way when it closes.
  const long = sinkFact(1, { cef: () => 'x'.repeat(8_000_000) });
  await expect(sink.send([long], NEVER)).rejects.toMatchObject({ name: 'SinkRefused' });
  receiver.behaves = 'well';
  await sink.send([long], NEVER);
  expect(receiver.got).toHaveLength(1);
});

test('one that is not there is told by a word, without an address', async () => {
  const { receiver, sink } = await receiving();
  receivers.splice(0);
  await receiver.end();
  await expect(sink.send(sinkFacts(1), NEVER)).rejects.toMatchObject({ code: 'ECONNREFUSED', message: 'ECONNREFUSED' });
});

test('one that hangs is left as soon as it is called off', async () => {
  const { receiver, sink } = await receiving();
  receiver.behaves = 'hangs';
  const stop = new AbortController();
  const sent = sink.send(sinkFacts(1), stop.signal);
  await until('a connection', () => receiver.connections === 1);
  stop.abort();
  await expect(sent).rejects.toMatchObject({ code: 'STOPPED' });
});
