import { refuse, type Refusal } from '../../kernel/refusal';
import type { SeenRevision } from '../../kernel/seen-revision';

/**
 * `If-Match`: the thing must still be as the caller saw it. Of a stream its last fact counts (`lastFact`): what somebody else
 * wrote into it since changed nothing that anybody could see.
 */
export const expectRevision = (
  target: { readonly revision: number; readonly lastFact?: number },
  ifMatch: SeenRevision | undefined,
): Refusal | undefined =>
  ifMatch === undefined || [ifMatch].flat().includes(target.lastFact ?? target.revision)
    ? undefined
    : refuse('PRECONDITION_FAILED', 'It was changed since you read it. Read it again, then decide again.');
