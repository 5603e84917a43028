import type { BulkItem } from '../../commands/bulk/bulk-item';
import type { BulkResult } from '../../commands/bulk/bulk';
import type { Position } from '../../kernel/position';
import { recipe } from '../platform/repetition/recipe';
import { answered } from '../reply/reply';

interface Told {
  readonly items: readonly BulkItem[];
  readonly more?: true;
}

/** Ids and codes are all there is to an answer: it is kept with the receipt as it was given. */
const told = (body: Told, position: Position) => answered(body, { ids: { answer: JSON.stringify(body) }, position });

export const bulkAnswer = ({ position, ...body }: BulkResult) => told(body, position);

export const BULK = recipe<undefined>({
  reply: (_, { ids: { answer = '{"items":[]}' }, position }) => told(JSON.parse(answer) as Told, position),
});
