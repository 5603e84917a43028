import { Injectable } from '@nestjs/common';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';

/** Reports that are being made or read on this node: each holds what it has folded until its last row is read. */
const MOST_AT_ONCE = 4;

const refused = (detail: string): RefusedError =>
  new RefusedError(refuse('TOO_MANY_REQUESTS', detail, { retryAfterSeconds: 5 }));

/** Who has a report made or read: one of a caller at once, and few of all. */
@Injectable()
export class ReportTurns {
  private readonly callers = new Set<string>();

  /** A turn of this caller, which ends with what is answered. Errors: {@link RefusedError}, 429 with `Retry-After`. */
  enter(caller: string): () => void {
    if (this.callers.has(caller)) {
      throw refused('Another report of yours is being made or read. Read it to its end, then ask again.');
    }
    if (this.callers.size >= MOST_AT_ONCE) throw refused('Other reports are being made; ask again in a moment.');
    this.callers.add(caller);
    return () => void this.callers.delete(caller);
  }
}
