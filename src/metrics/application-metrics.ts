import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { DeadlineDocument, DeadlineKind } from '../../projections/deadlines/document';
import type { Projections } from '../../projections/engine/projections';
import type { JobDocument, JobState } from '../../projections/jobs/document';
import type { SessionDocument } from '../../projections/sessions/document';
import { askedGauge } from './asked-gauge';
import { attentionMetrics } from './attention-metrics';
import type { Clock } from '../kernel/clock';
import { ONLINE_MS, type Presence } from '../kernel/presence';
import { timestamp } from '../kernel/time';

/**
 * What is due is done within this, ms; what is due longer is overdue. Some kinds are looked for now and then only. What waits
 * for somebody else is not among them: a rotation for the last checkin or its hosts, a look at a host for the host.
 */
const GRACE_MS: Readonly<Partial<Record<DeadlineKind, number>>> = {
  'vault-rotation': 5_000,
  staging: 5_000,
  reseal: 60_000,
  job: 150_000,
  reservation: 150_000,
  destroy: 25 * 60_000,
};
const SESSION_GRACE_MS = 5_000;
const OPEN = { field: 'open', is: true };
/** The scheduler comes every 30 minutes. */
const ROTATION_GRACE_MS = 35 * 60_000;
const ISSUER_OUTCOMES = ['fetched', 'failed'] as const;
const OPEN_JOB_STATES: readonly JobState[] = ['queued', 'leased', 'applying'];

/** What the application counts beside its edge. */
export class ApplicationMetrics {
  private readonly appends: Counter;
  private readonly batches: Histogram;
  private readonly issuerKeys: Counter;

  constructor(
    private readonly registry: Registry,
    version: string,
  ) {
    const registers = [registry];
    new Gauge({
      name: 'keyledger_build_info',
      help: 'Always 1: which release runs, on which Node.',
      labelNames: ['version', 'node'],
      registers,
    }).set({ version, node: process.version }, 1);
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
    this.issuerKeys = new Counter({
      name: 'keyledger_issuer_key_fetches_total',
      help: 'Requests for the keys of an external token issuer, by how they ended.',
      labelNames: ['outcome'],
      registers,
    });
    // From 0: a first failure that made its series would be no increase to whoever watches.
    ISSUER_OUTCOMES.forEach((outcome) => this.issuerKeys.inc({ outcome }, 0));
  }

  /** How a fetch of the token issuer's keys ended. */
  issuerKeysAsked(outcome: (typeof ISSUER_OUTCOMES)[number]): void {
    this.issuerKeys.inc({ outcome });
  }

  committed(appends: number): void {
    this.appends.inc(appends);
    this.batches.observe(appends);
  }

  /** Figures that are asked for when somebody looks. */
  watch(projections: Projections, clock: Clock, presence: Presence): void {
    const { registry } = this;
    const sessions = () => projections.readModel<SessionDocument>('sessions');
    const jobs = () => projections.readModel<JobDocument>('jobs');
    const deadlines = () => projections.readModel<DeadlineDocument>('deadlines');
    const gauge = (name: string, help: string, collect: (gauge: Gauge) => Promise<void>, labelNames: string[] = []) =>
      askedGauge(registry, { name, help, labelNames, collect });
    attentionMetrics(registry, projections);
    gauge('keyledger_active_sessions', 'Sessions that have not ended.', async (active) => {
      active.set(await sessions().count([OPEN, { field: 'expiresAt', above: timestamp(clock.now()) }]));
    });
    gauge('keyledger_agents_online', 'Hosts whose agent was seen in the last 90 seconds.', async (online) => {
      online.set(await presence.countSeenAfter(clock.now() - ONLINE_MS));
    });
    gauge(
      'keyledger_open_jobs',
      'Jobs of agents that are not over, by their state.',
      async (open) => {
        const counts = await Promise.all(OPEN_JOB_STATES.map((state) => jobs().count([{ field: 'state', is: state }])));
        OPEN_JOB_STATES.forEach((state, n) => open.set({ state }, counts[n] ?? 0));
      },
      ['state'],
    );
    const overdueOf = (kind: string, graceMs: number) =>
      deadlines().count([
        { field: 'kind', is: kind },
        { field: 'dueAt', below: timestamp(clock.now() - graceMs) },
      ]);
    gauge('keyledger_overdue_deadlines', 'Things that should have happened by themselves.', async (overdue) => {
      const ended = timestamp(clock.now() - SESSION_GRACE_MS);
      const counts = await Promise.all([
        sessions().count([OPEN, { field: 'expiresAt', below: ended }]),
        ...Object.entries(GRACE_MS).map(([kind, graceMs]) => overdueOf(kind, graceMs)),
      ]);
      overdue.set(counts.reduce((sum, count) => sum + count, 0));
    });
    gauge(
      'keyledger_overdue_rotations',
      'Rotations due by their interval that were not confirmed yet.',
      async (due) => {
        due.set(await overdueOf('rotation', ROTATION_GRACE_MS));
      },
    );
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
