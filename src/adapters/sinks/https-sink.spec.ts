import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpsReceiver } from '../../../test/support/sinks/https-receiver';
import { NEVER, sinkCheckpoint, sinkFact, sinkFacts } from '../../../test/support/sinks/sink-items';
import { until } from '../../../test/support/until';
import { HttpsSink } from './https-sink';

const folder = mkdtempSync(join(tmpdir(), 'keyledger-https-sink-'));
const tokenFile = join(folder, 'token');
const receiver = new HttpsReceiver();
let url = '';
let sink: HttpsSink;
beforeAll(async () => {
  url = await receiver.start();
  sink = new HttpsSink({ url, tokenFile, ca: Buffer.from(receiver.ca) });
});
beforeEach(() => {
  writeFileSync(tokenFile, 'first-token\n');
  receiver.got.splice(0);
  receiver.asked.splice(0);
  receiver.answers = () => 202;
  delete receiver.location;
});
afterAll(async () => {
  await receiver.end();
  rmSync(folder, { recursive: true });
});

test('a batch of CloudEvents: OCSF as data, the place in log and tree as extensions', async () => {
  const leaf = { log: 1, index: 41, hash: 'aGFzaA==' };
  await sink.send([sinkFact(7, { leaf }), sinkCheckpoint(8)], NEVER);
  expect(receiver.asked[0]?.headers).toMatchObject({
    'content-type': 'application/cloudevents-batch+json; charset=utf-8',
    authorization: 'Bearer first-token',
  });
  expect(receiver.events).toEqual([
    {
      specversion: '1.0',
      id: 'e7',
      source: 'keyledger/l1',
      type: 'keyledger.identity-checked-out.v1',
      subject: 'identity-1',
      time: '2026-01-31T09:30:00.003Z',
      datacontenttype: 'application/json',
      position: '0000000000000007',
      tloglog: 1,
      tlogindex: 41,
      tlogleaf: 'aGFzaA==',
      data: { class_uid: 3003, metadata: { uid: 'e7' } },
    },
    expect.objectContaining({ id: 'keyledger/l1#8', type: 'keyledger.checkpoint.v1', data: { class_uid: 3004 } }),
  ]);
  // CloudEvents 1.0: names of attributes are lower-case letters and digits, and at most 20 of them.
  expect(receiver.events.flatMap(Object.keys).filter((name) => !/^[a-z0-9]{1,20}$/.test(name))).toEqual([]);
});

test('a token that is renewed counts at once', async () => {
  await sink.send(sinkFacts(1), NEVER);
  writeFileSync(tokenFile, 'second-token');
  await sink.send(sinkFacts(2), NEVER);
  expect(receiver.asked.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer first-token',
    'Bearer second-token',
  ]);
});

test.each(['', 'two words', 'line\nbreak', 'é'])(
  'a token file that holds %j sends nothing, and tells nothing of it',
  async (token) => {
    writeFileSync(tokenFile, token);
    await expect(sink.send(sinkFacts(1), NEVER)).rejects.toMatchObject({ code: 'NO_TOKEN', message: 'NO_TOKEN' });
    expect(receiver.asked).toEqual([]);
  },
);

test.each([
  [500, 'HTTP_500'],
  [401, 'HTTP_401'],
  [413, 'HTTP_413'],
  [307, 'REDIRECT_REFUSED'],
])('an answer of %i refuses the batch: %s', async (status, code) => {
  receiver.answers = () => status;
  receiver.location = `${url}/elsewhere`;
  await expect(sink.send(sinkFacts(1), NEVER)).rejects.toMatchObject({ name: 'SinkRefused', code });
  expect(receiver.asked).toHaveLength(1);
});

test('a receiver that takes less at once is sent less, in order', async () => {
  receiver.answers = (batch) => (batch.length > 2 ? 413 : 200);
  await sink.send(sinkFacts(1, 2, 3, 4, 5), NEVER);
  expect(receiver.events.map(({ id }) => id)).toEqual(['e1', 'e2', 'e3', 'e4', 'e5']);
});

test('a slow yes is a yes; who hangs up has not taken it', async () => {
  receiver.answers = () => ({ status: 200, afterMs: 300 });
  await sink.send(sinkFacts(1), NEVER);
  receiver.answers = () => 'hangs up';
  await expect(sink.send(sinkFacts(2), NEVER)).rejects.toMatchObject({ name: 'SinkRefused' });
});

test('one that never answers is left as soon as it is called off', async () => {
  receiver.answers = () => 'never';
  const stop = new AbortController();
  const sent = sink.send(sinkFacts(1), stop.signal);
  await until('the request', () => receiver.asked.length === 1);
  stop.abort();
  await expect(sent).rejects.toMatchObject({ code: 'STOPPED' });
});

test('a certificate that no authority of ours signed is told nothing', async () => {
  const stranger = new HttpsSink({ url, tokenFile });
  await expect(stranger.send(sinkFacts(1), NEVER)).rejects.toMatchObject({
    code: expect.stringMatching(/SELF_SIGNED|UNABLE/),
  });
  expect(receiver.asked).toEqual([]);
});
