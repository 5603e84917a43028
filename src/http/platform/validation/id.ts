import { Field, type FieldOptions } from './field';
import { patterned } from './patterned';

/** Ids are opaque; this only keeps out what can be none. */
export const id = patterned({ max: 200, pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]*$', says: 'is not an id' });

export const Id = (options?: FieldOptions): PropertyDecorator => Field(id, options);
