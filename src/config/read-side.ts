import { BadConfiguration } from './bad-configuration';
import type { StoresConfig } from './config';
import type { Variables } from './variables';

/** Only where several processes can open the log and the read models can one fill what another reads. */
export const canShareReadModels = ({ events, reads }: StoresConfig): boolean =>
  events !== 'embedded' && reads !== 'embedded';

/** Whether the server fills read models too, or leaves that to other processes altogether. */
export const fillsReadModels = ({ KEYLEDGER_PROJECTIONS }: Variables, stores: StoresConfig): boolean => {
  if (KEYLEDGER_PROJECTIONS === 'here') return true;
  if (!canShareReadModels(stores)) {
    throw new BadConfiguration(
      'KEYLEDGER_PROJECTIONS is elsewhere, but an embedded store is open to this process alone; unset it, or set KEYLEDGER_EVENT_STORE and KEYLEDGER_READ_STORE to engines.',
    );
  }
  return false;
};
