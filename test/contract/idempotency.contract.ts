import type { Idempotency, RunReceipt } from '../../src/kernel/idempotency';

/** A store that can be closed and opened again on the same data. */
export interface IdempotencyUnderTest {
  readonly store: Idempotency;
  reopen(): Promise<IdempotencyUnderTest>;
  close(): Promise<void>;
}

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;
const receipt: RunReceipt = { status: 201, ids: { sessionId: 's1' }, position: '000000000007' };

let count = 0;

/** What every memory of requests does, the embedded one included. */
export function idempotencyContract(name: string, open: () => Promise<IdempotencyUnderTest>): void {
  describe(`idempotency contract: ${name}`, () => {
    let under: IdempotencyUnderTest;
    let store: Idempotency;
    let key: string;
    const start = Date.now();
    beforeEach(async () => {
      under = await open();
      ({ store } = under);
      key = `key${start.toString(36)}${(count += 1)}`;
    });
    afterEach(() => under.close());

    const begin = async (after = 0, fingerprint = 'body') => (await store.begin(key, fingerprint, start + after)).state;

    it('tells one caller alone that the request is fresh', async () => {
      const states = await Promise.all(Array.from({ length: 20 }, () => begin()));
      expect(states.toSorted()).toEqual(['fresh', ...Array(19).fill('running')]);
    });

    it('answers the receipt once the request is done, after a restart too', async () => {
      await begin();
      await store.finish(key, receipt);
      under = await under.reopen();
      ({ store } = under);
      expect(await store.begin(key, 'body', start + 1)).toEqual({ state: 'done', receipt, since: start });
      expect(await store.begin(key, 'body', start + DAY - 1)).toEqual({ state: 'done', receipt, since: start });
    });

    it('knows other keys nothing of it', async () => {
      await begin();
      await store.finish(key, receipt);
      expect(await store.begin(`${key}x`, 'body', start)).toEqual({ state: 'fresh', since: start });
    });

    it('refuses another body while it runs, when it is done, and when its node died', async () => {
      await begin();
      expect(await begin(1, 'other')).toBe('other-body');
      expect(await begin(61 * SECOND, 'other')).toBe('other-body');
      await store.finish(key, receipt);
      expect(await begin(2, 'other')).toBe('other-body');
    });

    it('takes a run of a minute for dead, and gives it to one caller', async () => {
      await begin();
      expect(await begin(59 * SECOND)).toBe('running');
      const states = await Promise.all([begin(61 * SECOND), begin(61 * SECOND)]);
      expect(states.toSorted()).toEqual(['fresh', 'running']);
      expect(await begin(120 * SECOND)).toBe('running');
    });

    it('runs anew after a failure', async () => {
      await begin();
      await store.forget(key);
      expect(await begin(1, 'other')).toBe('fresh');
    });

    it('knows for a day since when the same request has come, whatever became of it', async () => {
      const since = async (after: number, fingerprint = 'body') => {
        const answer = await store.begin(key, fingerprint, start + after);
        return answer.state === 'fresh' ? answer.since - start : answer.state;
      };
      expect(await since(0)).toBe(0);
      await store.forget(key);
      expect(await since(1)).toBe(0);
      expect(await since(62 * SECOND)).toBe(0);
      await store.forget(key);
      expect(await since(63 * SECOND, 'other')).toBe(63 * SECOND);
      await store.forget(key);
      expect(await since(DAY + 63 * SECOND, 'other')).toBe(DAY + 63 * SECOND);
    });

    it('keeps a receipt when an earlier run fails late', async () => {
      await begin();
      await begin(61 * SECOND);
      await store.finish(key, receipt);
      await store.forget(key);
      expect(await begin(62 * SECOND)).toBe('done');
    });

    it('runs the same request anew, once, where what its receipt tells of is lost', async () => {
      await begin();
      await store.finish(key, receipt);
      await store.lose(key, { ...receipt, position: '000000000008' });
      expect(await begin(1)).toBe('done');
      await store.lose(key, receipt);
      const answers = await Promise.all([2, 3].map((after) => store.begin(key, 'body', start + after)));
      expect(answers.map(({ state }) => state).toSorted()).toEqual(['fresh', 'running']);
      expect(answers).toContainEqual({ state: 'fresh', since: start });
      await store.finish(key, { ...receipt, status: 200 });
      await store.lose(key, { ...receipt, position: '000000000009' });
      expect(await begin(4)).toBe('done');
    });

    it('forgets after a day, the body too', async () => {
      await begin();
      await store.finish(key, receipt);
      expect(await begin(DAY, 'other')).toBe('fresh');
      expect(await begin(DAY + 1, 'other')).toBe('running');
    });
  });
}
