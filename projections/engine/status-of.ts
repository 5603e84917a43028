import type { EventStore } from '../../src/kernel/event-store';
import { BEFORE_FIRST } from '../../src/kernel/position';
import { lagBetween } from '../../src/kernel/position-lag';
import type { ProjectionBuild } from './projection-build';
import { progressOf } from './progress';
import type { ProjectionStatus } from './running-model';

export interface ProjectionState {
  readonly name: string;
  readonly version: number;
  readonly served: Pick<ProjectionBuild<unknown>, 'position' | 'stoppedBy'> | undefined;
  readonly inProgress:
    | {
        readonly run: Pick<ProjectionBuild<unknown>, 'position' | 'applied' | 'stoppedBy'>;
        readonly since: number;
      }
    | undefined;
  /** ms since 1970. */
  readonly now: number;
}

/** How a model stands that this process fills. Throws what asking for the log's head throws. */
export const statusOf = async (store: EventStore, standing: ProjectionState): Promise<ProjectionStatus> => {
  const { name, version, served, inProgress, now } = standing;
  const head = await store.head();
  const stopped = inProgress?.run.stoppedBy ?? served?.stoppedBy;
  const rebuilding = inProgress !== undefined && inProgress.run.stoppedBy === undefined;
  const progress = inProgress && (await progressOf(store, inProgress.run, now - inProgress.since));
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
