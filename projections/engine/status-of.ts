import type { EventStore } from '../../src/kernel/event-store';
import { BEFORE_FIRST } from '../../src/kernel/position';
import { lagBetween } from '../../src/kernel/position-lag';
import type { Filling } from './filling';
import { progressOf } from './progress';
import type { ProjectionStatus } from './running-model';

export interface Standing {
  readonly name: string;
  readonly version: number;
  readonly served: Pick<Filling<unknown>, 'position' | 'stoppedBy'> | undefined;
  readonly growing:
    | { readonly filling: Pick<Filling<unknown>, 'position' | 'applied' | 'stoppedBy'>; readonly since: number }
    | undefined;
  /** ms since 1970. */
  readonly now: number;
}

/** How a model stands that this process fills. Throws what asking for the log's head throws. */
export const statusOf = async (store: EventStore, standing: Standing): Promise<ProjectionStatus> => {
  const { name, version, served, growing, now } = standing;
  const head = await store.head();
  const stopped = growing?.filling.stoppedBy ?? served?.stoppedBy;
  const rebuilding = growing !== undefined && growing.filling.stoppedBy === undefined;
  const progress = growing && (await progressOf(store, growing.filling, now - growing.since));
  const position = served?.position ?? BEFORE_FIRST;
  return {
    name,
    version,
    position,
    current: served !== undefined && position >= head,
    lag: lagBetween(position, head),
    state: rebuilding ? 'rebuilding' : stopped === undefined ? 'running' : 'stopped',
    ...(progress === undefined ? {} : { progress }),
    ...(stopped === undefined ? {} : { error: stopped.message }),
  };
};
