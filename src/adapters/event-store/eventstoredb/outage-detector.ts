import { StoreUnavailable } from '../../../kernel/store-errors';

/** The event store was not even asked: too many calls wait for it, or it has stopped answering and another call tries it. */
export class CallRefused extends StoreUnavailable {}

/**
 * Whether the server has stopped answering: a call ran out of time, and nothing at all was heard since it began. From then on
 * one call at a time tries it, and the others are refused at once instead of each waiting for its own end.
 */
export class OutageDetector {
  private heard = 0;
  private silent = false;
  private trying = false;

  /** Called before a call; throws {@link CallRefused}. What it answers is given back with the call's end. */
  enter(): { readonly heard: number; readonly tries: boolean } {
    if (this.silent && this.trying) {
      throw new CallRefused('the event store does not answer');
    }
    this.trying = this.silent;
    return { heard: this.heard, tries: this.silent };
  }

  leave(
    { heard, tries }: { readonly heard: number; readonly tries: boolean },
    how: 'answered' | 'out of time' | 'not asked',
  ): void {
    if (tries) this.trying = false;
    if (how === 'answered') {
      this.heard += 1;
      this.silent = false;
    } else if (how === 'out of time' && this.heard === heard) {
      this.silent = true;
    }
  }
}
