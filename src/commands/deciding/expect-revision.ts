import { refuse, type Refusal } from '../../kernel/refusal';
import type { Loaded } from '../../kernel/stream-reader';

/** `If-Match`: the thing must still be as the caller saw it. */
export const expectRevision = (target: Loaded<unknown>, ifMatch: number | undefined): Refusal | undefined =>
  ifMatch === undefined || ifMatch === target.revision
    ? undefined
    : refuse('PRECONDITION_FAILED', 'It was changed since you read it. Read it again, then decide again.');
