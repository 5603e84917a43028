import type { EventStore, SubscribeOptions, SubscriptionBatch } from '../../src/kernel/event-store';
import type { RecordedEvent } from '../../src/kernel/recorded-event';

/** What one subscription of a {@link ScriptedLog} does: deliver events at these places, break, or end of itself. */
export type Act = readonly number[] | Error | 'end';

export const placeAt = (n: number): string => (n === 0 ? '' : String(n).padStart(16, '0'));

export const eventAt = (n: number, more: Partial<RecordedEvent> = {}): RecordedEvent => ({
  id: `e${n}`,
  type: 'test.happened.v1',
  data: {},
  stream: 'test-1',
  revision: n - 1,
  position: placeAt(n),
  metadata: { actor: { kind: 'policy', name: 'spec' }, time: `2026-01-01T00:00:0${n % 10}.000Z`, correlationId: 'c' },
  ...more,
});

/** A log whose subscriptions play a script, one list of acts each; the last one stays silent until the signal. */
export class ScriptedLog {
  readonly asked: string[] = [];

  constructor(private readonly script: (readonly Act[])[]) {}

  get store(): EventStore {
    return {
      subscribe: (options: SubscribeOptions) => this.play(options),
      readStream: async (_: string, { from = 0 }) => [eventAt(from + 1)],
    } as unknown as EventStore;
  }

  private async *play({ after, signal }: SubscribeOptions): AsyncIterable<SubscriptionBatch> {
    this.asked.push(after);
    for (const act of this.script.shift() ?? []) {
      if (act === 'end') return;
      if (act instanceof Error) throw act;
      yield { events: act.map((n) => eventAt(n)), position: placeAt(act.at(-1) ?? Number(after)), caughtUp: true };
    }
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
  }
}
