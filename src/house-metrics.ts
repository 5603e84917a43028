import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { DeadlineDocument } from '../projections/deadlines/document';
import type { Projections } from '../projections/engine/projections';
import type { OpenSessionDocument } from '../projections/open-sessions/document';
import type { Clock } from './kernel/clock';
import { timestamp } from './kernel/time';

/** What is due is done within this; what is due longer is overdue. */
const GRACE_MS = 5_000;

/** What the house counts beside its edge. */
export class HouseMetrics {
  private readonly appends: Counter;
  private readonly batches: Histogram;

  constructor(private readonly registry: Registry) {
    const registers = [registry];
    this.appends = new Counter({
      name: 'keyledger_event_appends_total',
      help: 'Appends to the event log, refused ones included.',
      registers,
    });
    this.batches = new Histogram({
      name: 'keyledger_event_commit_appends',
      help: 'Appends that shared one commit.',
      buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
      registers,
    });
  }

  committed(appends: number): void {
    this.appends.inc(appends);
    this.batches.observe(appends);
  }

  /** Figures that are asked for when somebody looks. */
  watch(projections: Projections, clock: Clock): void {
    const { registry } = this;
    const sessions = () => projections.readModel<OpenSessionDocument>('open_sessions');
    const deadlines = () => projections.readModel<DeadlineDocument>('deadlines');
    const gauge = (name: string, help: string, collect: (gauge: Gauge) => Promise<void>, labelNames: string[] = []) =>
      new Gauge({
        name,
        help,
        labelNames,
        registers: [registry],
        async collect() {
          await collect(this);
        },
      });
    gauge('keyledger_active_sessions', 'Sessions that have not ended.', async (active) => {
      active.set(await sessions().count([{ field: 'expiresAt', above: timestamp(clock.now()) }]));
    });
    gauge('keyledger_overdue_deadlines', 'Things that should have happened by themselves.', async (overdue) => {
      overdue.set(await deadlines().count([{ field: 'dueAt', below: timestamp(clock.now() - GRACE_MS) }]));
    });
    gauge(
      'keyledger_projection_lag_events',
      'Events a read model has not applied yet; NaN when it has stopped.',
      async (lag) => {
        for (const { name, state, lag: behind } of await projections.status()) {
          lag.set({ projection: name }, state === 'stopped' ? Number.NaN : behind);
        }
      },
      ['projection'],
    );
  }
}
