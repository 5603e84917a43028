import type { StopReason } from './filling';
import type { Progress } from './progress';

export interface ProjectionEvents {
  onStopped(name: string, reason: StopReason): void;
  onProgress(name: string, progress: Progress): void;
  onTrouble(name: string, error: unknown): void;
}
