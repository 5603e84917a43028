import { ApiSchema } from '@nestjs/swagger';
import { ListOf } from '../platform/validation/list-of';
import { nested } from '../platform/validation/nested';
import { Optional } from '../platform/validation/optional';
import { ToldText } from '../platform/validation/told';

@ApiSchema({ name: 'Warning' })
export class WarningDto {
  @ToldText({ example: 'PASSWORD_POLICY_WEAK' }) code!: string;
  @ToldText({ example: 'It was set before weak password policies were refused.' }) detail!: string;
}

/** What whoever looks at a thing should know of it; absent: nothing. */
export const OptionalWarnings = (): PropertyDecorator => (prototype, name) => {
  Optional()(prototype, name);
  ListOf(
    nested(() => WarningDto),
    { description: 'What should be put right, such as a password policy that was set before weak ones were refused.' },
  )(prototype, name);
};
