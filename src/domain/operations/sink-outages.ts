import type { Fold } from '../../kernel/fold';
import type { SinkFailed, SinkRecovered } from './events';

/** Since when each outside sink takes nothing that was told of and has not recovered. */
export type SinkOutages = Readonly<Partial<Record<SinkFailed['data']['sink'], string>>>;

/** Which outside sinks are said to take nothing. */
export const sinkOutages: Fold<SinkOutages, SinkFailed | SinkRecovered> = {
  category: 'operations',
  neverFrozen: true,
  initial: {},
  evolve: {
    'keyledger.sink-failed.v1': (outages, { sink, since }) => ({ ...outages, [sink]: since }),
    'keyledger.sink-recovered.v1': ({ ...outages }, { sink }) => {
      delete outages[sink];
      return outages;
    },
  },
};

/** Once for each outage that was told of, whoever finds it. */
export const recoverSink = (
  outages: SinkOutages,
  sink: SinkFailed['data']['sink'],
  recoveredAt: string,
): readonly SinkRecovered[] => {
  const since = outages[sink];
  return since === undefined ? [] : [{ type: 'keyledger.sink-recovered.v1', data: { sink, since, recoveredAt } }];
};
