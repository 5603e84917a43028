import { refuse, type Refusal } from '../../kernel/refusal';

/** `If-Match`: the thing must still be as the caller saw it. */
export const expectRevision = (
  target: { readonly revision: number },
  ifMatch: number | undefined,
): Refusal | undefined =>
  ifMatch === undefined || ifMatch === target.revision
    ? undefined
    : refuse('PRECONDITION_FAILED', 'It was changed since you read it. Read it again, then decide again.');
