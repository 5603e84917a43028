import type { Registry } from 'prom-client';
import { askedGauge } from './asked-gauge';

/** Why checkpoints are signed no more, or not here. */
export interface NotSigning {
  /** The log is not the one that was signed. */
  readonly stopped: boolean;
  /** They are signed with a key that this node does not have. */
  readonly keyMissing: boolean;
}

/** Whether checkpoints are signed, asked for when somebody looks: also who watches figures alone learns of a log that was rewritten. */
export const evidenceMetrics = (registry: Registry, ask: () => Promise<NotSigning>): void => {
  askedGauge(registry, {
    name: 'keyledger_evidence_not_signing',
    help: 'Whether checkpoints are signed no more, since the log is not the one that was signed, or not by this node, since it lacks the key.',
    labelNames: ['why'],
    collect: async (gauge) => {
      const { stopped, keyMissing } = await ask();
      gauge.set({ why: 'stopped' }, Number(stopped));
      gauge.set({ why: 'key_missing' }, Number(keyMissing));
    },
  });
};
