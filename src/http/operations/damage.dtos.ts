import { ApiSchema } from '@nestjs/swagger';
import { IdentityName } from '../platform/naming/name-of';
import { Reason } from '../platform/validation/common';
import { Id } from '../platform/validation/id';
import { ListOf } from '../platform/validation/list-of';
import { nested } from '../platform/validation/nested';
import { OneOf } from '../platform/validation/one-of';
import { Optional } from '../platform/validation/optional';
import { ToldCount, ToldText } from '../platform/validation/told';
import { UtcTime } from '../platform/validation/utc-time';

/** What followed when the log was put back. */
const KINDS = ['orphaned', 'lost', 'omitted'] as const;

@ApiSchema({ name: 'Damage' })
export class DamageDto {
  @Id() id!: string;
  @ToldText() stream!: string;
  @ToldCount({ description: 'The first one that can not be read, or is lost.' }) revision!: number;
  @Optional()
  @ToldText({
    description: 'Wire name of what can not be read, or of the fact that is lost; absent where nobody knows.',
  })
  type?: string;
  @ToldText() fault!: string;
  @Optional()
  @UtcTime({
    description:
      'The last fact of the stream lies in the future, at this time; decisions on it are taken as of then. Nothing is frozen. Settled, the times up to there say nothing any more.',
  })
  until?: string;
  @Optional()
  @OneOf(KINDS)
  kind?: (typeof KINDS)[number];
  @Optional() @Id() identityId?: string;
  @IdentityName() identityName?: string;
  @Optional() @ToldCount({ example: 7 }) version?: number;
  @UtcTime() found!: string;
  @Optional()
  @ToldText({ description: 'User id of the owner; `root key` where it was done offline.' })
  settledBy?: string;
}

@ApiSchema({ name: 'Damages' })
export class DamageListDto {
  @ListOf(nested(() => DamageDto)) items!: DamageDto[];
}

export class SettleDto {
  @Reason() reason!: string;
}
