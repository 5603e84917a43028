import { SEQUENCE_WINDOW, type Presence } from '../../src/kernel/presence';

/** A store that can be closed and opened again on the same data. */
export interface PresenceUnderTest {
  readonly store: Presence;
  reopen(): Promise<PresenceUnderTest>;
  close(): Promise<void>;
}

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;

let count = 0;

/** What every record of who is present does, the embedded one included. */
export function presenceContract(name: string, open: () => Promise<PresenceUnderTest>): void {
  describe(`presence contract: ${name}`, () => {
    let under: PresenceUnderTest;
    let store: Presence;
    let agent: { agentId: string; hostId: string };
    const start = Date.now();
    const newAgent = (hostId = `host${start.toString(36)}${(count += 1)}`) => ({
      agentId: `${hostId}.agent${(count += 1)}`,
      hostId,
    });
    beforeEach(async () => {
      under = await open();
      ({ store } = under);
      agent = newAgent();
    });
    afterEach(() => under.close());

    const advance = (sequence: number, after = 0) => store.advance(agent, sequence, start + after);
    const judge = async (...sequences: readonly number[]) => {
      const judged: string[] = [];
      for (const sequence of sequences) judged.push(await advance(sequence));
      return judged;
    };

    it('lets numbers that grow pass, whatever the first and however far apart', async () => {
      expect(await judge(7, 8, 1000, Number.MAX_SAFE_INTEGER)).toEqual(Array(4).fill('advanced'));
    });

    it('tells one caller alone that a number is new', async () => {
      const judged = await Promise.all(Array.from({ length: 20 }, () => advance(5)));
      expect(judged.toSorted()).toEqual(['advanced', ...Array(19).fill('repeated')]);
    });

    it('finds a number again, be it the last or an earlier one', async () => {
      expect(await judge(5, 6, 9, 9, 6, 5)).toEqual([
        'advanced',
        'advanced',
        'advanced',
        'repeated',
        'repeated',
        'repeated',
      ]);
    });

    it('knows a request that was overtaken on the way, once', async () => {
      expect(await judge(5, 8, 7, 7, 6, 8, 9, 6)).toEqual([
        'advanced',
        'advanced',
        'late',
        'repeated',
        'late',
        'repeated',
        'advanced',
        'repeated',
      ]);
    });

    it('takes what is too far behind for repeated', async () => {
      const last = 100 + SEQUENCE_WINDOW;
      expect(await judge(50, last, 99, 100, 101, last - 1)).toEqual([
        'advanced',
        'advanced',
        'repeated',
        'late',
        'late',
        'late',
      ]);
    });

    it.each([1, 2, SEQUENCE_WINDOW - 1, SEQUENCE_WINDOW, SEQUENCE_WINDOW + 1])(
      'remembers what was taken before a step of %i',
      async (step) => {
        expect(await judge(40, 41, 41 + step, 41, 40)).toEqual([
          'advanced',
          'advanced',
          'advanced',
          'repeated',
          'repeated',
        ]);
      },
    );

    it('remembers after a restart', async () => {
      await judge(5, 7);
      under = await under.reopen();
      ({ store } = under);
      expect(await judge(7, 6, 8)).toEqual(['repeated', 'late', 'advanced']);
    });

    it('keeps agents apart, also those of one host', async () => {
      await advance(5);
      expect(await store.advance(newAgent(agent.hostId), 5, start)).toBe('advanced');
    });

    it('tells when hosts were seen, by whichever of their agents', async () => {
      const other = newAgent();
      await advance(1, 10 * SECOND);
      await store.advance(newAgent(agent.hostId), 1, start + 20 * SECOND);
      await store.advance(other, 1, start + SECOND);
      const seen = await store.seen([agent.hostId, other.hostId, 'nobody']);
      expect(new Map(seen)).toEqual(
        new Map([
          [agent.hostId, start + 20 * SECOND],
          [other.hostId, start + SECOND],
        ]),
      );
      expect((await store.seen([])).size).toBe(0);
    });

    it('counts as seen who advances, and nobody who repeats', async () => {
      await advance(5);
      await advance(5, 10 * SECOND);
      await advance(4, 20 * SECOND);
      expect((await store.seen([agent.hostId])).get(agent.hostId)).toBe(start);
      await advance(6, -10 * SECOND);
      expect((await store.seen([agent.hostId])).get(agent.hostId)).toBe(start);
    });

    it('takes the time of a clock that was set back for the right one', async () => {
      await advance(5, DAY);
      await advance(6);
      expect((await store.seen([agent.hostId])).get(agent.hostId)).toBe(start);
    });

    it('counts hosts seen after a moment', async () => {
      const late = 1000 * DAY + (count += 1) * DAY;
      await advance(1, late);
      await store.advance(newAgent(agent.hostId), 1, start + late + SECOND);
      await store.advance(newAgent(), 1, start + late);
      expect(await store.countSeenAfter(start + late - 1)).toBe(2);
      expect(await store.countSeenAfter(start + late)).toBe(1);
    });

    it('tells when tokens were used last, and of none that never was', async () => {
      const [used, unused] = [newAgent().agentId, newAgent().agentId];
      await store.useToken(used, start + SECOND);
      await store.useToken(used, start);
      expect(new Map(await store.tokensUsed([used, unused]))).toEqual(new Map([[used, start + SECOND]]));
      expect((await store.tokensUsed([])).size).toBe(0);
      under = await under.reopen();
      ({ store } = under);
      expect((await store.tokensUsed([used])).get(used)).toBe(start + SECOND);
      expect((await store.seen([used])).size).toBe(0);
    });

    it('forgets an agent that is out, and whom it did not see for 90 days', async () => {
      await advance(5);
      await store.forget(agent.agentId);
      expect((await store.seen([agent.hostId])).size).toBe(0);
      await advance(5);
      await store.advance(newAgent(), 1, start + 89 * DAY);
      expect((await store.seen([agent.hostId])).size).toBe(1);
      await store.advance(newAgent(), 1, start + 90 * DAY);
      expect((await store.seen([agent.hostId])).size).toBe(0);
    });
  });
}
