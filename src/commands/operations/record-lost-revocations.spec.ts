import { NOW } from '../../../test/support/streams/a-vault';
import { Ground } from '../../../test/support/streams/ground-of';
import { RecordLostRevocations, RecordLostRevocationsHandler, type FoundRevocation } from './record-lost-revocations';

/** What stands again because the log was put back is listed for owners, each once; what is too much is counted. */
const found = (n: number): FoundRevocation => ({
  lossId: `loss${n}`,
  stream: 'user-ann',
  revision: n,
  lostType: 'keyledger.user-switched-off.v1',
  what: 'user ann was switched off',
});
const many = (count: number) => Array.from({ length: count }, (_, n) => found(n));
const record = async (ground: Ground, all: readonly FoundRevocation[], count = 0) => {
  const handler = new RecordLostRevocationsHandler(ground.deciding);
  const command = new RecordLostRevocations(ground.policy(), all, { lossId: 'rest', count });
  const { answer, facts } = await ground.when(() => handler.execute(command));
  const listed = facts.filter(([, noun]) => noun === 'lost-revocation-found');
  return { answer, listed: listed.length, rest: facts.filter((fact) => !listed.includes(fact)) };
};
const rest = (omitted: number) => [
  ['logLosses', 'log-losses-omitted', { lossId: 'rest', omitted, of: 'revocations', foundAt: NOW }],
];

test.each([0, 1, 199, 200, 201, 450])('%s that were found are all listed', async (count) => {
  expect(await record(new Ground({}), many(count))).toEqual({ answer: count, listed: count, rest: [] });
});

test('the same again is nothing', async () => {
  const ground = new Ground({});
  await record(ground, many(3));
  expect(await record(ground, many(4))).toEqual({ answer: 1, listed: 1, rest: [] });
});

test('what nobody could look at is counted', async () => {
  expect(await record(new Ground({}), many(2), 7)).toEqual({ answer: 2, listed: 2, rest: rest(7) });
});

test('beyond a thousand those left over are counted with it, once', async () => {
  const ground = new Ground({});
  expect(await record(ground, many(1003), 2)).toEqual({ answer: 1000, listed: 1000, rest: rest(5) });
  expect(await record(ground, many(1003), 2)).toEqual({ answer: 0, listed: 0, rest: [] });
});
