import type { SinkItem } from '../../kernel/sinks';

/** An item as an event of CloudEvents 1.0 in JSON; its place in the log and in the tree are extensions of ours. */
export const cloudEvent = (item: SinkItem): object => {
  const { id, source, type, subject, time } = item;
  const place =
    item.kind === 'checkpoint'
      ? {}
      : {
          position: item.position,
          ...(item.leaf === undefined
            ? {}
            : { tloglog: item.leaf.log, tlogindex: item.leaf.index, tlogleaf: item.leaf.hash }),
        };
  const head = { specversion: '1.0', id, source, type, subject, time, datacontenttype: 'application/json' };
  return { ...head, ...place, data: item.ocsf() };
};
