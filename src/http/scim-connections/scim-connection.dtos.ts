import { ApiSchema } from '@nestjs/swagger';
import { Name } from '../platform/validation/common';
import { Id } from '../platform/validation/id';
import { ListOf } from '../platform/validation/list-of';
import { nested } from '../platform/validation/nested';
import { Nullable, Optional } from '../platform/validation/optional';
import { ToldText } from '../platform/validation/told';
import { UtcTime } from '../platform/validation/utc-time';

const NAME = { example: 'Microsoft Entra ID' };

@ApiSchema({ name: 'ScimToken' })
export class ScimTokenDto {
  @Id() id!: string;
  @UtcTime() createdAt!: string;
  @Optional() @UtcTime({ description: 'Another token took its place: it is good until then.' }) expiresAt?: string;
  @Optional() @UtcTime() lastUsedAt?: string;
}

@ApiSchema({ name: 'ScimConnection' })
export class ScimConnectionDto {
  @Id() id!: string;
  @Name(NAME) name!: string;
  @UtcTime() createdAt!: string;
  @ListOf(nested(() => ScimTokenDto), { max: 2 }) tokens!: ScimTokenDto[];
}

/** `token` stands in the answer to the request that made it, and nowhere else, ever. */
@ApiSchema({ name: 'MadeScimConnection' })
export class MadeScimConnectionDto extends ScimConnectionDto {
  @Optional() @ToldText() token?: string;
}

@ApiSchema({ name: 'MadeScimToken' })
export class MadeScimTokenDto extends ScimTokenDto {
  @Optional() @ToldText() token?: string;
}

export class CreateScimConnectionDto {
  @Name(NAME) name!: string;
}

/** Which connection holds a record of the directory; `null`: none. */
export class HoldingConnectionDto {
  @Nullable() @Id() id!: string | null;
}
