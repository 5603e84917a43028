import { ApiSchema } from '@nestjs/swagger';
import { Description, DurationMinutes, Name, Reason, Word } from '../../../src/http/platform/validation/common';
import { Email } from '../../../src/http/platform/validation/email';
import { Flag } from '../../../src/http/platform/validation/flag';
import { Id } from '../../../src/http/platform/validation/id';
import { ListOf } from '../../../src/http/platform/validation/list-of';
import { nested } from '../../../src/http/platform/validation/nested';
import { OneOf } from '../../../src/http/platform/validation/one-of';
import { Clearable, Nullable, Optional } from '../../../src/http/platform/validation/optional';
import { PageQuery } from '../../../src/http/platform/validation/page-query';
import { Text } from '../../../src/http/platform/validation/text';
import { ToldCount, ToldText } from '../../../src/http/platform/validation/told';
import { UtcTime } from '../../../src/http/platform/validation/utc-time';

export class PartDto {
  @Id() partId!: string;
}

export class NewThingDto {
  @Name() name!: string;
  @Optional() @Description() description?: string;
  @Optional() @Reason() reason?: string;
  @Optional() @Email() email?: string;
  @Optional() @UtcTime() when?: string;
  @Optional() @DurationMinutes() minutes?: number;
  @Optional() @OneOf(['red', 'blue']) colour?: 'red' | 'blue';
  @Optional() @Flag() flag?: boolean;
  @Optional() @Text({ max: 1000, of: 'any' }) credential?: string;
  @Optional()
  @ListOf(nested(() => PartDto), { max: 30, unique: true })
  parts?: PartDto[];
}

export class ThingPatchDto {
  @Optional() @Name() name?: string;
  @Clearable() @Description() description?: string | null;
  @Clearable() @OneOf(['red', 'blue']) colour?: 'red' | 'blue' | null;
}

export class ThingQuery extends PageQuery {
  @Optional() @Flag() flag?: boolean;
  @Optional() @Word() q?: string;
}

@ApiSchema({ name: 'Thing' })
export class ThingDto {
  @ToldText() id!: string;
  @ToldText() name!: string;
}

export class ThingsDto {
  @ListOf(nested(() => ThingDto)) items!: ThingDto[];
  @Nullable() @ToldText() nextCursor!: string | null;
}

export class VersionDto {
  @ToldCount() version!: number;
}

export class LetterDto {
  @ToldText() a!: string;
}

export class WordDto {
  @ToldText() word!: string;
}
