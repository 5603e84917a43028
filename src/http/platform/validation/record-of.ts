import { complaint, counted, shownName } from './complaint';
import { Field, type FieldOptions } from './field';
import { judged, type Kind } from './kind';
import { isJsonObject } from './nested';

export interface RecordOptions {
  /** The form of its members' names. */
  readonly names: string;
  /** The most members. */
  readonly max: number;
}

/** An object whose members have names of the caller's choice. */
export const recordOf = (member: Kind, { names, max }: RecordOptions): Kind => {
  const form = new RegExp(names, 'u');
  return {
    schema: {
      type: 'object',
      // Not `patternProperties`: generators of clients fall over them.
      propertyNames: { pattern: names },
      additionalProperties: member.schema,
      maxProperties: max,
    },
    noun: 'a JSON object',
    isOfType: isJsonObject,
    members: true,
    complaints: (value: Readonly<Record<string, unknown>>) => {
      const entries = Object.entries(value);
      if (entries.length > max) return [complaint(`must have at most ${counted(max, 'member')}`)];
      return entries.flatMap(([name, found]) =>
        form.test(name)
          ? judged(member, found).map(({ at, says }) => complaint(says, `.${name}${at}`))
          : [complaint('is not a known field', `.${shownName(name)}`)],
      );
    },
  };
};

export const RecordOf = (member: Kind, { names, max, ...options }: RecordOptions & FieldOptions): PropertyDecorator =>
  Field(recordOf(member, { names, max }), options);
