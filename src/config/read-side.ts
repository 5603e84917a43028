import { BadConfiguration } from './bad-configuration';
import type { StoresConfig } from './config';
import { shown, valueOf, type Environment } from './environment';

/** Only where several processes can open the log and the read models can one fill what another reads. */
export const canShareReadModels = ({ events, reads }: StoresConfig): boolean =>
  events !== 'embedded' && reads !== 'embedded';

/** Whether the server fills read models too, or leaves that to other processes altogether. */
export const fillsReadModels = (env: Environment, stores: StoresConfig): boolean => {
  const value = valueOf(env, 'KEYLEDGER_PROJECTIONS') ?? 'here';
  if (value === 'here') return true;
  if (value !== 'elsewhere') {
    throw new BadConfiguration(
      `KEYLEDGER_PROJECTIONS is ${shown(value)}; set it to here or elsewhere, or unset it for here.`,
    );
  }
  if (!canShareReadModels(stores)) {
    throw new BadConfiguration(
      'KEYLEDGER_PROJECTIONS is elsewhere, but an embedded store is open to this process alone; unset it, or set KEYLEDGER_EVENT_STORE and KEYLEDGER_READ_STORE to engines.',
    );
  }
  return false;
};
