import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { ValidateBy, ValidateNested } from 'class-validator';
import { complaint, type Complaint } from './complaint';
import { exampleOf } from './examples';
import { entryFor, type FieldEntry } from './fields';
import { judged, type Kind, type Schema } from './kind';

/** What a field may say of itself beside its kind. */
export interface FieldOptions {
  readonly description?: string;
  /** Default: what a field of this name usually looks like ({@link exampleOf}). */
  readonly example?: string | number;
  readonly default?: number;
  /** Taken because an answer has it, and says nothing: what was read can be sent back. The document leaves it out. */
  readonly echo?: true;
}

/** Marks a field that is taken and not documented, until the document is put together. */
export const ECHO = 'x-echo';

/** class-validator knows one message a rule: ours are lists, and are taken apart again in `field-errors.ts`. */
export const RULE = 'keyledger';

const complaintsOf = (entry: FieldEntry, kind: Kind, value: unknown): readonly Complaint[] =>
  value === undefined ? [complaint('is required')] : judged(kind, value, entry.clearable);

const takesExample = (schema: Schema): boolean =>
  schema['enum'] === undefined && ['string', 'integer', 'number'].includes(String(schema['type']));

const documented = (
  kind: Kind,
  name: string,
  { description, example, default: usual, echo }: FieldOptions,
): ApiPropertyOptions => {
  const { dto, items } = kind;
  const schema: Record<string, unknown> = { ...kind.schema };
  if (description !== undefined) schema['description'] = description;
  if (usual !== undefined) schema['default'] = usual;
  if (echo === true) schema[ECHO] = true;
  const shown = example ?? exampleOf(name);
  if (takesExample(schema) && shown !== undefined) schema['examples'] = [shown];
  if (dto !== undefined) return { ...schema, type: () => dto() } as ApiPropertyOptions;
  const nested = items?.dto;
  if (nested !== undefined) return { ...schema, isArray: true, type: () => nested() } as ApiPropertyOptions;
  return schema as ApiPropertyOptions;
};

/** Puts a kind on a field: judged by class-validator, built by class-transformer, documented by @nestjs/swagger. */
export const Field =
  (kind: Kind, options: FieldOptions = {}): PropertyDecorator =>
  (prototype, name) => {
    const entry = entryFor(prototype, name);
    entry.kind = kind;
    const { normalise } = kind;
    const nested = kind.dto ?? kind.items?.dto;
    applyDecorators(
      ApiProperty(documented(kind, String(name), options)),
      ValidateBy({
        name: RULE,
        validator: {
          validate: (value) => complaintsOf(entry, kind, value).length === 0,
          defaultMessage: (found) => JSON.stringify(complaintsOf(entry, kind, found?.value)),
        },
      }),
      ...(normalise === undefined
        ? []
        : [Transform(({ value }: { value: unknown }) => normalise(value), { toClassOnly: true })]),
      ...(nested === undefined ? [] : [Type(nested), ValidateNested({ each: kind.items !== undefined })]),
    )(prototype, name);
  };
