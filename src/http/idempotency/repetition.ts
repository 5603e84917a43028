import type { Context } from '../../kernel/context';
import type { Receipt } from '../../kernel/idempotency';
import type { Reply } from '../reply/reply';

/** A POST that came again with its `Idempotency-Key`, for a controller's `repeat` method. */
export interface Repetition {
  /** What the first run left. */
  readonly receipt: Receipt;
  readonly context: Context;
  readonly params: Readonly<Record<string, string>>;
  /** As the operation states it, already judged; the same as the first time. */
  readonly body: unknown;
}

export type Repeat = (repetition: Repetition) => Promise<Reply>;
