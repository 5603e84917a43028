import { Optional } from './optional';
import { Patterned } from './patterned';
import { WholeNumber } from './whole-number';

/** How many items a page has. */
export const Limit = (): PropertyDecorator => (prototype, name) => {
  WholeNumber({ min: 1, max: 200, default: 50, description: 'How many items the page has at most.' })(prototype, name);
  Optional()(prototype, name);
};

/** Where a page begins. */
export const Cursor = (): PropertyDecorator => (prototype, name) => {
  Patterned({
    max: 2000,
    pattern: '^[A-Za-z0-9_.-]+$',
    says: 'is not a cursor of this list',
    description: '`nextCursor` of the page before.',
  })(prototype, name);
  Optional()(prototype, name);
};

/** The query parameters of every list. */
export class PageQuery {
  @Limit() limit = 50;
  @Cursor() cursor?: string;
}
