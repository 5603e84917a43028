import type { Position } from './position';

/** How far each policy has worked. Never rebuilt; moves forward only; durable when answered. */
export interface Checkpoints {
  get(name: string): Promise<Position | undefined>;
  set(name: string, position: Position): Promise<void>;
}
