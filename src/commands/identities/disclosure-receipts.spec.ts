import type { RecordedEvent } from '../../kernel/recorded-event';
import type { StreamReader } from '../../kernel/stream-reader';
import { DisclosureReceipts } from './disclosure-receipts';

const SHOWN = 'keyledger.identity-checked-out.v1';
const STREAM = 'identity-a';

const fact = (revision: number, sessionId: string, type = SHOWN): RecordedEvent => ({
  id: `fact-${revision}`,
  stream: STREAM,
  revision,
  position: String(revision).padStart(16, '0'),
  type,
  data: { sessionId },
  metadata: { actor: { kind: 'user', userId: 'u' }, correlationId: 'c', time: '2026-01-01T00:00:00.000Z' },
});

const log = [fact(0, 's1'), fact(1, 's2'), fact(2, 's2', 'keyledger.session-ended.v1')];

let asked = 0;
let failures: unknown[] = [];
const receipts = (): DisclosureReceipts => {
  asked = 0;
  failures = [];
  const page: StreamReader['page'] = async (_stream, from, limit, direction) => {
    asked += 1;
    const found = log.filter(({ revision }) => (direction === 'forwards' ? revision >= from : revision <= from));
    return (direction === 'forwards' ? found : found.toReversed()).slice(0, limit);
  };
  const reader = { page } as Pick<StreamReader, 'page'> as StreamReader;
  const errors = { report: (_what: string, error: unknown) => void failures.push(error) };
  return new DisclosureReceipts(reader, { leafHash: ({ id }) => `hash of ${id}` }, errors);
};

const receiptOf = (n: number) => ({
  receipt: { eventId: `fact-${n}`, position: String(n).padStart(16, '0'), leafHash: `hash of fact-${n}` },
});

test('of the fact that was appended just now, without reading it again', async () => {
  expect(await receipts().of(STREAM, { revision: 1, last: fact(1, 's2') }, SHOWN, 's2')).toEqual(receiptOf(1));
  expect(asked).toBe(0);
});

test('of the one that is meant, where something else was appended last', async () => {
  const ended = fact(2, 's2', 'keyledger.session-ended.v1');
  expect(await receipts().of(STREAM, { revision: 2, count: 2, last: ended }, SHOWN, 's2')).toEqual(receiptOf(1));
  expect(await receipts().of(STREAM, { revision: 1, last: fact(1, 's2') }, SHOWN, 's1')).toEqual(receiptOf(0));
});

test('as it is read again, where an earlier run appended it', async () => {
  expect(await receipts().of(STREAM, { revision: 1 }, SHOWN)).toEqual(receiptOf(1));
  expect(await receipts().of(STREAM, { revision: 2, count: 0 }, SHOWN, 's1')).toEqual(receiptOf(0));
  expect(await receipts().of(STREAM, { revision: 2, count: 1 }, SHOWN, 'another')).toEqual({});
  expect(failures).toEqual([]);
});
