import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { Field, type FieldOptions } from './field';
import { entryFor } from './fields';
import type { Dto, Kind } from './kind';

/** Of answers only: what they tell is ours, so nothing is judged, and its form may grow. */
const told = (type: string, more: object = {}): Kind => ({
  schema: { type, ...more },
  noun: type,
  isOfType: () => true,
  complaints: () => [],
});

/** Text as it stands. */
export const toldText = told('string');
/** A whole number from 0 on; of 64 bits, as clients are generated with 32 where nothing is said. */
export const toldCount = told('integer', { minimum: 0, format: 'int64' });

export const ToldText = (options?: FieldOptions): PropertyDecorator => Field(toldText, options);
export const ToldCount = (options?: FieldOptions): PropertyDecorator => Field(toldCount, options);

/** An object with whatever members it has. */
export const toldObject = told('object', { additionalProperties: true });

export const ToldObject = (options?: FieldOptions): PropertyDecorator => Field(toldObject, options);

/** True or any number, told as it stands. */
export const ToldNumber = (options?: FieldOptions): PropertyDecorator =>
  Field(told('number', { format: 'double' }), options);

/** Text, or an object where there is more to tell. */
export const TextOr =
  (dto: () => Dto, { description }: Pick<FieldOptions, 'description'> = {}): PropertyDecorator =>
  (prototype, name) => {
    entryFor(prototype, name).kind = toldText;
    ApiExtraModels(dto())(prototype.constructor);
    ApiProperty({
      anyOf: [{ type: 'string' }, { $ref: getSchemaPath(dto()) }],
      ...(description && { description }),
    })(prototype, name);
  };
