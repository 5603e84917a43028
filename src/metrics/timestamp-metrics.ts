import { Counter, type Registry } from 'prom-client';
import { askedGauge } from './asked-gauge';
import type { Clock } from '../kernel/clock';
import type { Stamped, TimestampAuthority } from '../kernel/evidence-outsiders';
import type { EvidenceStore } from '../kernel/evidence-store';

const OUTCOMES: readonly Stamped['outcome'][] = ['stamped', 'refused', 'lied', 'failed'];

interface Watched {
  readonly kept: EvidenceStore;
  readonly clock: Clock;
  readonly log: () => Promise<number>;
}

/** For how long a time-stamp has been due, as every node finds it in the store, and what came of asking. */
export const timestampMetrics = (
  registry: Registry,
  authority: TimestampAuthority | undefined,
  { kept, clock, log }: Watched,
): ((outcome: Stamped['outcome']) => void) => {
  if (authority === undefined) return () => undefined;
  const { address, intervalMs } = authority;
  const requests = new Counter({
    name: 'keyledger_evidence_timestamp_requests_total',
    help: 'Checkpoints that the time-stamping authority was asked to stamp, by what came of it.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  OUTCOMES.forEach((outcome) => requests.inc({ outcome }, 0));
  askedGauge(registry, {
    name: 'keyledger_evidence_timestamp_overdue_seconds',
    help: 'For how long a checkpoint has waited for a time-stamp beyond the interval between two; 0: none does.',
    collect: async (gauge) => {
      const present = await log();
      const [last] = await kept.newestAttestations(present, 1, address);
      const [next] = await kept.after(present, last?.size ?? 0, 1);
      const dueAt = Math.max(
        Date.parse(next?.signedAt ?? ''),
        last === undefined ? 0 : Date.parse(last.keptAt) + intervalMs,
      );
      gauge.set(next === undefined ? 0 : Math.max(0, clock.now() - dueAt) / 1000);
    },
  });
  return (outcome) => requests.inc({ outcome });
};
