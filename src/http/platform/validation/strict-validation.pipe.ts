import { Injectable, ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { fieldErrors, MOST_ERRORS, type FieldError } from './field-errors';
import { fieldsOf } from './fields';
import { invalid } from './invalid';
import type { Dto } from './kind';
import { isJsonObject } from './nested';
import { Nothing } from './nothing';
import { RawQuery } from './raw-query';
import { findRulesOnce } from './rules-found-once';
import { objectSchemaOf } from './shape';
import { valuesIn } from './values-in';

/** Far beyond every DTO. Each value may be wrong in its own way, and all that is wrong is collected before the first is told. */
const MOST_VALUES = 10_000;

/** On its way from class-validator to whoever tells it. */
class Found extends Error {
  constructor(readonly errors: readonly FieldError[]) {
    super('not valid');
  }
}

const NOTHING = { errors: [], judged: Object.freeze(new Nothing()) };

const isDto = (type: unknown): type is Dto =>
  typeof type === 'function' && (type === Nothing || fieldsOf(type as Dto).size > 0);

/**
 * Nest's `ValidationPipe`, where nothing slips through: no type is coerced, what is not named is refused by name (`__proto__`
 * and `constructor` too), and neither depth nor number of members costs more than its length. Judges bodies and queries whose
 * parameter has a DTO for a type; errors: `Refused` with `VALIDATION_FAILED` and `errors: [{field, message}]`.
 */
@Injectable()
export class StrictValidationPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: false,
      stopAtFirstError: false,
      validationError: { target: false, value: false },
      exceptionFactory: (errors) => new Found(fieldErrors(errors)),
    });
    findRulesOnce();
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { metatype: dto } = metadata;
    if (!isDto(dto) || value instanceof dto) return value;
    const isQuery = value instanceof RawQuery;
    const whole = isQuery ? 'query' : 'body';
    const read: unknown = isQuery ? value.readAs(dto) : value === undefined ? {} : value;
    if (valuesIn(read, MOST_VALUES) > MOST_VALUES) throw invalid({ field: whole, message: 'has too many values' });
    if (!isJsonObject(read)) throw invalid({ field: whole, message: 'must be a JSON object' });
    const { shaped, strangers } = objectSchemaOf(dto, read, isQuery ? 'parameter' : 'field');
    // Of what has no fields there is nothing to judge but that there are none.
    const { errors, judged } = dto === Nothing ? NOTHING : await this.judge(shaped, metadata);
    const all = [...strangers, ...errors];
    if (all.length > 0) throw invalid(...all.slice(0, MOST_ERRORS));
    return judged;
  }

  private async judge(
    shaped: object,
    metadata: ArgumentMetadata,
  ): Promise<{ readonly judged?: unknown; readonly errors: readonly FieldError[] }> {
    try {
      return { judged: (await super.transform(shaped, metadata)) as unknown, errors: [] };
    } catch (error) {
      if (error instanceof Found) return { errors: error.errors };
      throw error;
    }
  }
}
