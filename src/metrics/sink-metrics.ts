import { Counter, Gauge, type Registry } from 'prom-client';
import type { Clock } from '../kernel/clock';
import { SINK_NAMES, type SinkName } from '../kernel/sinks';
import type { SinkWatch } from '../services/sinks/sink-health';
import type { SinkReport } from '../services/sinks/sink-runner';

const LABELS = { labelNames: ['sink'] as const };

/** Counts what becomes of what is sent, on the node that sends. A sink that is not configured never fails. */
export const sinkWatch = (registry: Registry): SinkWatch => {
  const registers = [registry];
  const failures = new Counter({
    name: 'keyledger_sink_failures_total',
    help: 'Batches that an outside sink did not take, on the node that sends.',
    ...LABELS,
    registers,
  });
  const success = new Gauge({
    name: 'keyledger_sink_last_success_timestamp_seconds',
    help: 'When an outside sink last took something, on the node that sends.',
    ...LABELS,
    registers,
  });
  SINK_NAMES.forEach((sink) => failures.inc({ sink }, 0));
  return {
    delivered: (sink: SinkName, at: number) => success.set({ sink }, at / 1000),
    failed: (sink: SinkName) => failures.inc({ sink }),
  };
};

interface Sources {
  readonly reports: () => Promise<readonly SinkReport[]>;
  readonly clock: Clock;
}

/** How far outside sinks are behind, by what is durable; 0 for one that is not configured, NaN where it can't be asked. */
export const sinkMetrics = (registry: Registry, { reports, clock }: Sources): void => {
  const age = (time: string | undefined) =>
    time === undefined ? 0 : Math.max(0, clock.now() - Date.parse(time)) / 1000;
  const figures = [
    {
      name: 'keyledger_sink_lag_seconds',
      help: 'How long ago the oldest fact happened that an outside sink was not sent.',
      of: ({ oldestUnsent }: Partial<SinkReport>) => age(oldestUnsent),
    },
    {
      name: 'keyledger_sink_lag_events',
      help: 'What lies between the place of an outside sink and the head of the log.',
      of: ({ lag = 0 }: Partial<SinkReport>) => lag,
    },
  ];
  for (const { name, help, of } of figures) {
    const gauge: Gauge = new Gauge({
      name,
      help,
      labelNames: ['sink'],
      registers: [registry],
      collect: async () => {
        const found = await reports().catch(() => undefined);
        for (const sink of SINK_NAMES) {
          const report = found?.find((each) => each.name === sink) ?? {};
          gauge.set({ sink }, found === undefined ? Number.NaN : of(report));
        }
      },
    });
  }
};
