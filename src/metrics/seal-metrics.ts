import type { Logger } from 'pino';
import { Counter, type Registry } from 'prom-client';
import type { SealAlarm } from '../kernel/seal-alarm';

/** Counts values that do not open, from 0 on, and names each in the log. */
export const sealAlarm = (log: Logger, registry: Registry): SealAlarm => {
  const failures = new Counter({
    name: 'keyledger_seal_failures_total',
    help: 'Sealed values that did not open, or were not in the material store, by which of the two.',
    labelNames: ['found'],
    registers: [registry],
  });
  failures.inc({ found: 'does_not_open' }, 0);
  failures.inc({ found: 'missing' }, 0);
  return {
    failed: ({ identityId, version, found }, error) => {
      failures.inc({ found });
      log.error({ identityId, version, found, err: error }, 'a sealed value does not open');
    },
    untold: ({ identityId, version, found }, error) =>
      log.error({ identityId, version, found, err: error }, 'that a sealed value does not open could not be recorded'),
  };
};
