import type { BuildTable } from '../../src/kernel/read-store';
import type { ProjectionBuild } from './projection-build';

/** A build that grows beside the one that is served. */
export interface RebuildInProgress<D> {
  readonly run: ProjectionBuild<D>;
  readonly table: BuildTable<D>;
  /** ms since 1970. */
  readonly since: number;
  hasCaughtUp: boolean;
}
