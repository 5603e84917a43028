import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsString, Max, Min, ValidateBy, type ValidationArguments } from 'class-validator';
import { shown } from './environment';

/**
 * What a variable may be, as decorators for {@link Variables}: each is one or more of class-validator's, with the line that
 * somebody reads whose server does not start. White space around a value is gone, and an empty one is none.
 */
const all =
  (...decorators: readonly PropertyDecorator[]): PropertyDecorator =>
  (target, key) =>
    decorators.forEach((each) => each(target, key));

/** What it is when it is not set, where that is always the same. */
const defaultOf = ({ object, property }: ValidationArguments): unknown =>
  Reflect.get(new (object.constructor as new () => object)(), property);

const orUnset = (args: ValidationArguments, otherwise = defaultOf(args)): string =>
  typeof otherwise === 'string' || typeof otherwise === 'number' ? `or unset it for ${otherwise}` : 'or unset it';

/** A message of class-validator may hold `$value` and the like, which it fills in: where somebody typed that, it stays as it is. */
const unfilled = (line: string): string => line.replaceAll(/\$(?=value|property|target|constraint)/g, '\\u0024');

const told =
  (advice: (args: ValidationArguments) => string) =>
  (args: ValidationArguments): string =>
    unfilled(`${args.property} is ${shown(String(args.value))}; ${advice(args)}`);

const ruled = (name: string, isGood: (text: string) => boolean, message: (args: ValidationArguments) => string) =>
  ValidateBy({ name, validator: { validate: isGood } }, { message });

/** Any text: what it must be is judged where it is used, together with others. */
export const TextVariable = (): PropertyDecorator => IsString();

/** A text that fits. */
export const MatchingVariable = (fits: (text: string) => boolean, advice: string): PropertyDecorator =>
  ruled(
    'fitting',
    fits,
    told(() => advice),
  );

/** One that may hold a password: it is not shown. `words`: what is wrong with one that does not fit, and what to give. */
export const HiddenVariable = (fits: (text: string) => boolean, words: string): PropertyDecorator =>
  ruled('unshown', fits, ({ property }) => `${property} ${words}`);

const complaintOf = (judge: () => unknown): string | undefined => {
  try {
    judge();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};

/** A text that is judged by a function, which is handed the variable's name and throws the whole line. */
export const ParsedVariable = (judge: (name: string, text: string) => unknown): PropertyDecorator => {
  const complaint = (args: ValidationArguments) => complaintOf(() => judge(args.property, String(args.value)));
  return ValidateBy(
    { name: 'judged', validator: { validate: (_, args) => complaint(args as ValidationArguments) === undefined } },
    { message: (args) => unfilled(complaint(args) ?? '') },
  );
};

/** Decimal digits. */
export const NumberVariable = ({
  least,
  most,
}: {
  readonly least: number;
  readonly most: number;
}): PropertyDecorator => {
  const message = told((args) => `give a whole number from ${least} to ${most}, ${orUnset(args)}.`);
  return all(
    Transform(({ value }) => (/^\d{1,9}$/.test(String(value)) ? Number(value) : (value as unknown))),
    Max(most, { message }),
    Min(least, { message }),
    IsInt({ message }),
  );
};

const TRUTH: ReadonlyMap<unknown, boolean> = new Map([
  ['0', false],
  ['1', true],
]);

/** `1`; not set, or `0`: no. */
export const FlagVariable = (): PropertyDecorator =>
  all(
    Transform(({ value }) => TRUTH.get(value) ?? (value as unknown)),
    IsBoolean({ message: told((args) => `set it to 1, ${orUnset(args)}.`) }),
  );

/** One of these words. `otherwise`: what it is when it is not set, where another variable decides that. */
export const WordVariable = (words: readonly string[], otherwise?: string): PropertyDecorator =>
  IsIn([...words], {
    message: told(
      (args) =>
        `set it to ${words.length > 2 ? `one of ${words.join(', ')}` : words.join(' or ')}, ${orUnset(args, otherwise)}.`,
    ),
  });

/** Items with commas between; `advice` says what one is. */
export const ListVariable = (isGood: (item: string) => boolean, advice: string): PropertyDecorator => {
  const badIn = (items: readonly string[]): string | undefined => items.find((item) => !isGood(item));
  return all(
    Transform(({ value }) =>
      String(value)
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    ),
    ValidateBy(
      { name: 'listOf', validator: { validate: (items: readonly string[]) => badIn(items) === undefined } },
      {
        message: ({ property, value }) =>
          unfilled(
            `${property} holds ${shown(badIn(value as readonly string[]) ?? '')}; give ${advice}, separated by commas.`,
          ),
      },
    ),
  );
};
