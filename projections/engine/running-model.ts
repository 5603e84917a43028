import type { Position } from '../../src/kernel/position';
import type { ReadModel } from '../../src/kernel/read-model';
import type { Progress } from './progress';

export interface ProjectionStatus {
  readonly name: string;
  readonly version: number;
  readonly position: Position;
  /** False while something in the log waits to be applied. */
  readonly current: boolean;
  /** Events that wait to be applied. */
  readonly lag: number;
  readonly state: 'running' | 'rebuilding' | 'stopped';
  readonly progress?: Progress;
  /** Why it stopped: the event and what was wrong with it. */
  readonly error?: string;
}

/** A read model at work, whichever node fills it. */
export interface RunningModel<D> extends ReadModel<D> {
  readonly name: string;
  /** Throws StoreDamaged for a read model of a later release: this one would fill it wrongly. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** True once what is served has applied everything up to there; false when that took too long or will not happen. */
  waitFor(position: Position, timeoutMs: number): Promise<boolean>;
  hasReached(position: Position): boolean;
  /** Builds anew beside what is served, and switches when caught up. One at a time; one that stopped is given up for it. */
  rebuild(): Promise<void>;
  status(): Promise<ProjectionStatus>;
}
