import { Counter, type Registry } from 'prom-client';
import { askedGauge } from './asked-gauge';
import type { Witnessed } from '../evidence/ask-witness';
import type { Clock } from '../kernel/clock';
import type { AskedWitness } from '../kernel/evidence-outsiders';
import type { EvidenceStore } from '../kernel/evidence-store';

const OUTCOMES: readonly Witnessed['outcome'][] = ['cosigned', 'refused', 'ahead', 'lied', 'failed'];

interface Watched {
  readonly kept: EvidenceStore;
  readonly clock: Clock;
  readonly log: () => Promise<number>;
}

/** How far each witness is behind, as every node finds it in the store, and what came of asking. */
export const witnessMetrics = (
  registry: Registry,
  witnesses: readonly AskedWitness[],
  { kept, clock, log }: Watched,
): ((witness: string, outcome: Witnessed['outcome']) => void) => {
  if (witnesses.length === 0) return () => undefined;
  const requests = new Counter({
    name: 'keyledger_evidence_witness_requests_total',
    help: 'Checkpoints that witnesses were asked to cosign, by witness and by what came of it.',
    labelNames: ['witness', 'outcome'],
    registers: [registry],
  });
  for (const { name } of witnesses) OUTCOMES.forEach((outcome) => requests.inc({ witness: name, outcome }, 0));
  askedGauge(registry, {
    name: 'keyledger_evidence_witness_lag_seconds',
    help: 'Age of the oldest checkpoint that a witness has cosigned neither itself nor a later one of; 0: none.',
    labelNames: ['witness'],
    collect: async (gauge) => {
      const present = await log();
      for (const { name, vkey } of witnesses) {
        const [last] = await kept.newestAttestations(present, 1, vkey);
        const [next] = await kept.after(present, last?.size ?? 0, 1);
        gauge.set({ witness: name }, next === undefined ? 0 : (clock.now() - Date.parse(next.signedAt)) / 1000);
      }
    },
  });
  return (witness, outcome) => requests.inc({ witness, outcome });
};
