import { ApiSchema } from '@nestjs/swagger';
import { Flag } from '../platform/validation/flag';
import { ListOf } from '../platform/validation/list-of';
import { nested } from '../platform/validation/nested';
import { Clearable, Optional } from '../platform/validation/optional';
import { Text } from '../platform/validation/text';
import { WholeNumber } from '../platform/validation/whole-number';

@ApiSchema({ name: 'CharacterClass' })
export class CharacterClassDto {
  @Text({ max: 94, of: 'label', description: 'Printable ASCII, each once.' }) chars!: string;
  @WholeNumber({ min: 0, max: 256 }) min!: number;
}

/** What generated passwords look like; whether anything satisfies it is for the domain to say. */
@ApiSchema({ name: 'PasswordPolicy' })
export class PasswordPolicyDto {
  @WholeNumber({ min: 1, max: 256, description: 'At least 8, or it is refused.' }) length!: number;
  @ListOf(nested(() => CharacterClassDto), { min: 1, max: 6 })
  classes!: CharacterClassDto[];
  @Optional() @WholeNumber({ min: 1, max: 256 }) maxClassRun?: number;
  @Optional() @Flag() edgeAlphanumeric?: boolean;
}

/** What is to be another one of the policy there is; without one it must be whole. */
@ApiSchema({ name: 'ChangedPasswordPolicy' })
export class ChangedPasswordPolicyDto {
  @Optional() @WholeNumber({ min: 1, max: 256, description: 'At least 8, or it is refused.' }) length?: number;
  @Optional()
  @ListOf(nested(() => CharacterClassDto), { min: 1, max: 6, description: 'In place of all there are.' })
  classes?: CharacterClassDto[];
  @Clearable() @WholeNumber({ min: 1, max: 256 }) maxClassRun?: number | null;
  @Clearable() @Flag() edgeAlphanumeric?: boolean | null;
}
