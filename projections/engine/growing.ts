import type { BuildTable } from '../../src/kernel/read-store';
import type { Filling } from './filling';

/** A build that grows beside the one that is served. */
export interface Growing<D> {
  readonly filling: Filling<D>;
  readonly table: BuildTable<D>;
  /** ms since 1970. */
  readonly since: number;
  hasCaughtUp: boolean;
}
