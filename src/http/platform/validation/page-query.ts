import { Optional } from './optional';
import { Patterned } from './patterned';
import { WholeNumber } from './whole-number';

/** The query parameters of every list. */
export class PageQuery {
  @Optional()
  @WholeNumber({ min: 1, max: 200, default: 50 })
  limit = 50;

  @Optional()
  @Patterned({
    max: 2000,
    pattern: '^[A-Za-z0-9_.-]+$',
    says: 'is not a cursor of this list',
    description: '`nextCursor` of the page before.',
  })
  cursor?: string;
}
