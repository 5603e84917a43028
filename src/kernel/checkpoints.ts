import type { Mark } from './subscription/mark';

/** How far each policy has worked. Never rebuilt; durable when answered. */
export abstract class Checkpoints {
  abstract get(name: string): Promise<Mark | undefined>;
  /** Puts a mark in the place of the one before (absent: of none). False when another one stands there by now: it stays. */
  abstract set(name: string, mark: Mark, before: Mark | undefined): Promise<boolean>;
}
