import { Field, type FieldOptions } from './field';
import type { Dto, Kind } from './kind';

export const isJsonObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object with fields of its own, judged by its class. */
export const nested = (dto: () => Dto): Kind => ({
  schema: {},
  noun: 'a JSON object',
  isOfType: isJsonObject,
  complaints: () => [],
  dto,
});

export const Nested = (dto: () => Dto, options?: FieldOptions): PropertyDecorator => Field(nested(dto), options);
