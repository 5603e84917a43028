import type { ReadModel } from '../../src/kernel/read-model';
import type { WentBack } from '../../src/kernel/subscription/went-back';
import type { StopReason } from './projection-build';
import type { Progress } from './progress';

export interface ProjectionEvents {
  onStopped(name: string, reason: StopReason): void;
  onProgress(name: string, progress: Progress): void;
  /**
   * The log went back: what this model holds of the lost stretch can be looked at in the table until the answer; then
   * another build begins. Called again where it could not begin.
   */
  onWentBack?(name: string, wentBack: WentBack, table: ReadModel<unknown>): Promise<void>;
  onError(name: string, error: unknown): void;
}
