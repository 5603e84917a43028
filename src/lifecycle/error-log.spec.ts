import { Writable } from 'node:stream';
import { pino } from 'pino';
import { ReadModelBehind, StoreUnavailable } from '../kernel/store-errors';
import { policyErrorLog } from './error-log';

const lineOf = (error: unknown): Readonly<Record<string, unknown>> => {
  const lines: string[] = [];
  const sink = new Writable({ write: (line: Buffer, _, next) => (lines.push(line.toString()), next()) });
  policyErrorLog(pino(sink))('a-policy', 'an event', error);
  return JSON.parse(lines.join('')) as Readonly<Record<string, unknown>>;
};

test('a policy that waits for a read model is a warning without a stack', () => {
  const line = lineOf(new ReadModelBehind('sessions', 'is behind'));
  expect(line).toMatchObject({
    level: 40,
    policy: 'a-policy',
    waitsFor: 'sessions',
    msg: 'policy waits for a read model',
  });
  expect(JSON.stringify(line)).not.toContain('stack');
});

test('a store that is away is an error, with where it came from', () => {
  expect(lineOf(new StoreUnavailable('away'))).toMatchObject({ level: 50, err: { stack: expect.any(String) } });
});
