import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { viewOf } from '../../../test/support/streams/view-of';
import type { SupportAccessEvent } from '../../domain/support-access/events';
import type { Context } from '../../kernel/context';
import { SUPPORT_LEASE_MS } from '../../kernel/support-lease';
import { SupportAnswers } from './support-answers';

const on = (windowId = 'w'): SupportAccessEvent => ({
  type: 'keyledger.support-access-enabled.v1',
  data: { organizationId: 'o', windowId, reason: 'r', enabledBy: 'u', enabledAt: '2026-01-01T00:00:00.000Z' },
});
const off: SupportAccessEvent = {
  type: 'keyledger.support-access-disabled.v1',
  data: { organizationId: 'o', windowId: 'w', reason: 'r', disabledBy: 'u', disabledAt: '2026-01-02T00:00:00.000Z' },
};

/** A log that is found as these facts say, one list a time it is asked; the last for ever. */
const logOf = (...found: readonly (readonly SupportAccessEvent[])[]) => {
  let asked = 0;
  return {
    fresh: () => Promise.resolve(viewOf({ supportAccess: found[Math.min(asked++, found.length - 1)] ?? [] })),
    asked: () => asked,
  };
};
const asking = (reliedOn?: Map<string, string>, operation: object = {}): FastifyRequest => {
  const context = (reliedOn === undefined ? {} : { reliedOn }) as Partial<Context> as Context;
  return { edge: { context }, routeOptions: { config: { operation } } } as Partial<FastifyRequest> as FastifyRequest;
};
const relied = () => new Map([['o', 'w']]);
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    (error: { refusal?: { code: string }; name: string }) => error.refusal?.code ?? error.name,
  );

afterEach(() => jest.restoreAllMocks());

test.each([
  ['everybody else, without a question', undefined, [off], {}, 'answered', 0],
  ['the window it rested on is on', relied(), [on()], {}, 'answered', 1],
  ['it was ended meanwhile', relied(), [on(), off], {}, 'SUPPORT_ACCESS_OFF', 1],
  ['it was ended and another one opened', relied(), [on(), off, on('x')], {}, 'SUPPORT_ACCESS_OFF', 1],
  ['nobody judged by a window', new Map<string, string>(), [on()], {}, 'SUPPORT_ACCESS_OFF', 0],
  ['what support is always told', new Map<string, string>(), [], { always: true }, 'answered', 0],
] as const)('%s', async (_, reliedOn, facts, operation, outcome, questions) => {
  const log = logOf(facts);
  const request = asking(reliedOn as Map<string, string> | undefined, operation);
  expect(await codeOf(new SupportAnswers(log).require(request))).toBe(outcome);
  expect(log.asked()).toBe(questions);
});

test('a proof that took longer than the lease is no proof: what came meanwhile counts', async () => {
  const times = [0, SUPPORT_LEASE_MS + 1, 1000, 1001];
  jest.spyOn(performance, 'now').mockImplementation(() => times.shift() ?? 2000);
  const log = logOf([on()], [on(), off]);
  expect(await codeOf(new SupportAnswers(log).require(asking(relied())))).toBe('SUPPORT_ACCESS_OFF');
  expect(log.asked()).toBe(2);
});

test('a store that never answers in time serves nothing', async () => {
  let now = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => (now += SUPPORT_LEASE_MS + 1));
  expect(await codeOf(new SupportAnswers(logOf([on()])).require(asking(relied())))).toBe('StoreUnavailable');
});

test('a refusal that tells who holds what is not told once support is shut out', async () => {
  const refusal = new Error('held by ann');
  expect(await new SupportAnswers(logOf([on()])).told(asking(relied()), refusal)).toBe(refusal);
  const told = new SupportAnswers(logOf([on(), off])).told(asking(relied()), refusal);
  expect(await told).toMatchObject({ refusal: { code: 'SUPPORT_ACCESS_OFF' } });
});

test('of a stream support gets what was proven, and an end where it is shut out', async () => {
  const answers = new SupportAnswers(logOf([on()], [on(), off]));
  const body = new StreamableFile(Readable.from([Buffer.from('one'), Buffer.from('two')]));
  const got: string[] = [];
  const read = async () => {
    const stream = answers.watched(asking(relied()), body) as StreamableFile;
    for await (const piece of stream.getStream()) got.push(String(piece));
  };
  expect(await codeOf(read())).toBe('SUPPORT_ACCESS_OFF');
  expect(got).toEqual(['one']);
  expect(answers.watched(asking(), body)).toBe(body);
});
