import { ShuttingDown } from '../../kernel/shutdown';
import { ReadModelBehind } from '../../kernel/store-errors';
import type { OnPolicyError } from './on-policy-error';

/**
 * What of one policy waits for a read model, which fails nothing: it is told when the first begins to wait, and not again
 * before all have gone on.
 */
export class Waits {
  /** By what waits: the model. */
  private readonly waiting = new Map<string, string>();

  constructor(
    private readonly policy: string,
    private readonly trouble: OnPolicyError,
  ) {}

  /** The model that is waited for longest; undefined when nothing waits. */
  get for(): string | undefined {
    const [first] = this.waiting.values();
    return first;
  }

  /** Tells what kept it from being done, a wait as said above, the end of the process not at all; answers whether it only waits. */
  tell(on: string, error: unknown): boolean {
    if (error instanceof ShuttingDown) return true;
    if (!(error instanceof ReadModelBehind)) {
      this.waiting.delete(on);
      this.trouble(this.policy, on, error);
      return false;
    }
    const isFirst = this.waiting.size === 0;
    this.waiting.set(on, error.model);
    if (isFirst) this.trouble(this.policy, on, error);
    return true;
  }

  /** It has gone on, or is not to be done any more. */
  wentOn(on: string): void {
    this.waiting.delete(on);
  }
}
