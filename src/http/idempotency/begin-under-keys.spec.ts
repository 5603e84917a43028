import { randomBytes } from 'node:crypto';
import { keptKeys, type KeptKeys } from '../../../test/support/kept-keys';
import { embeddedIdempotency } from '../../adapters/material-store/embedded/embedded-idempotency';
import { derivedIds } from '../../adapters/outside/derived-ids';
import { RootKeySealing } from '../../adapters/sealing/root-key-sealing';
import { systemRandom } from '../../adapters/outside/system-random';
import type { Idempotency } from '../../kernel/idempotency';
import { beginUnderKeys, namesOfRequest } from './begin-under-keys';

const [first, second] = [randomBytes(96), randomBytes(96)];
const key = (version: number, bytes: Uint8Array) =>
  ({ name: 'requests', version, madeAt: 0, bytes, announcements: [] }) as const;
const sealingWith = (good: readonly ReturnType<typeof key>[]) =>
  new RootKeySealing(randomBytes(32), systemRandom, { ownKeys: { good: () => good as never } });
const BEFORE = sealingWith([key(1, first)]);
const AFTER = sealingWith([key(2, second), key(1, first)]);

let kept: KeptKeys;
let idempotency: Idempotency;
beforeEach(() => {
  kept = keptKeys();
  idempotency = embeddedIdempotency(kept.file);
});
afterEach(() => kept.end());

const begin = async (sealing: RootKeySealing, now: number, body = 'body') => {
  const names = namesOfRequest({ sealing, seededIds: derivedIds }, 'POST /x key', body);
  const { answer, names: by, ids } = await beginUnderKeys(idempotency, names, now);
  return { answer, key: by.key, id: ids.next() };
};
const receipt = { status: 201, ids: { id: 'made' }, position: '1' };

test('what was done before the change is told as done after it, again and again', async () => {
  const run = await begin(BEFORE, 1_000);
  await idempotency.finish(run.key, receipt);
  for (const now of [2_000, 3_000]) {
    expect(await begin(AFTER, now)).toMatchObject({ answer: { state: 'done', receipt }, id: run.id });
  }
  expect(await begin(AFTER, 4_000, 'another body')).toMatchObject({ answer: { state: 'other-body' } });
});

test('what was begun before the change and came to nothing is begun anew with the ids it had', async () => {
  const run = await begin(BEFORE, 1_000);
  await idempotency.forget(run.key);
  const again = await begin(AFTER, 2_000);
  expect(again).toMatchObject({ answer: { state: 'fresh' }, id: run.id });
  await idempotency.forget(again.key);
  expect(await begin(AFTER, 3_000)).toMatchObject({ answer: { state: 'fresh' }, id: run.id });
});

test('what still runs under the former key is told as running', async () => {
  await begin(BEFORE, 1_000);
  expect(await begin(AFTER, 2_000)).toMatchObject({ answer: { state: 'running' } });
  expect(await begin(AFTER, 2_001)).toMatchObject({ answer: { state: 'running' } });
});

test('what comes first after the change is one run, with ids of its own, and done once', async () => {
  const [one, two] = await Promise.all([begin(AFTER, 1_000), begin(AFTER, 1_000)]);
  expect([one.answer.state, two.answer.state].toSorted()).toEqual(['fresh', 'running']);
  const run = one.answer.state === 'fresh' ? one : two;
  await idempotency.forget(run.key);
  const again = await begin(AFTER, 5_000);
  expect(again).toMatchObject({ answer: { state: 'fresh', since: 1_000 }, id: run.id });
  await idempotency.finish(again.key, receipt);
  expect(await begin(AFTER, 6_000)).toMatchObject({ answer: { state: 'done', receipt } });
});
