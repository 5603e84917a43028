import { Field, type FieldOptions } from './field';
import type { Kind } from './kind';

/** Of answers only: what they tell is ours, so nothing is judged, and its form may grow. */
const told = (type: string, more: object = {}): Kind => ({
  schema: { type, ...more },
  noun: type,
  isOfType: () => true,
  complaints: () => [],
});

/** Text as it stands. */
export const toldText = told('string');
/** A whole number from 0 on. */
export const toldCount = told('integer', { minimum: 0 });

export const ToldText = (options?: FieldOptions): PropertyDecorator => Field(toldText, options);
export const ToldCount = (options?: FieldOptions): PropertyDecorator => Field(toldCount, options);
