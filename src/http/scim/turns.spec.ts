import { once } from 'node:events';
import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as aTurn } from 'node:timers/promises';
import { until } from '../../../test/support/until';
import { ScimTurns } from './turns';

/** Requests of a real server, which are answered when the test says so. */
describe('requests of SCIM', () => {
  let isBusy: boolean;
  let rests: number;
  let waiting: ServerResponse[];
  let begun: ServerResponse[];
  const turns = () => new ScimTurns(() => ({ isBusy, giveWay: () => ((rests += 1), Promise.resolve()) }));
  let taking: ScimTurns;
  const server = createServer((_, response) => {
    waiting.push(response);
    void taking.take({ raw: response }).then(() => begun.push(response));
  });
  beforeAll(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  afterAll(() => server.close());
  beforeEach(() => {
    [isBusy, rests, waiting, begun, taking] = [true, 0, [], [], turns()];
  });

  const send = async () => {
    const count = waiting.length;
    const { port } = server.address() as AddressInfo;
    const sent = request({ port, host: '127.0.0.1', agent: false }, (response) => response.resume());
    sent.on('error', () => undefined).end();
    await until('the request', () => waiting.length > count);
    await aTurn();
    return sent;
  };
  const answer = (n: number) => begun[n]?.end('done');

  it('are handled at once where nobody waits', async () => {
    isBusy = false;
    for (let n = 0; n < 3; n += 1) await send();
    expect([begun.length, rests]).toEqual([3, 0]);
    for (let n = 0; n < 3; n += 1) answer(n);
  });

  it('are handled one after another while somebody does, each after a rest', async () => {
    for (let n = 0; n < 3; n += 1) await send();
    expect([begun.length, rests]).toEqual([1, 1]);
    answer(0);
    await until('the second', () => begun.length === 2);
    answer(1);
    await until('the third', () => begun.length === 3);
    expect(rests).toBe(3);
    answer(2);
  });

  it('leave their turn where who sent them is gone, waiting or being handled', async () => {
    const [first, second] = [await send(), await send()];
    await send();
    second.destroy();
    await until('the second to go', () => waiting[1]?.destroyed === true);
    first.destroy();
    await until('the third', () => begun.includes(waiting[2] as ServerResponse));
    expect(rests).toBe(2);
    waiting[2]?.end();
  });

  it('never queue for long: more than fifty of them only rest', async () => {
    for (let n = 0; n < 52; n += 1) await send();
    expect(begun).toHaveLength(2);
    expect(begun[1]).toBe(waiting[51]);
    answer(1);
    for (const [n, response] of waiting.slice(0, 51).entries()) {
      await until(`turn ${n}`, () => begun.includes(response));
      response.end();
    }
  });
});
