import { ApiSchema } from '@nestjs/swagger';
import { EmailOf } from '../platform/naming/name-of';
import { Name } from '../platform/validation/common';
import { Id } from '../platform/validation/id';
import { ListOf } from '../platform/validation/list-of';
import { Nullable, Optional } from '../platform/validation/optional';
import { text } from '../platform/validation/text';
import { ToldText } from '../platform/validation/told';
import { UtcTime } from '../platform/validation/utc-time';
import { WholeNumber } from '../platform/validation/whole-number';
import { Permissions, type PermissionName } from '../roles/role.dtos';

const Addresses = (): PropertyDecorator => ListOf(text({ max: 64 }), { min: 1, max: 100 });

@ApiSchema({ name: 'Token' })
export class TokenDto {
  @Id() id!: string;
  @Name() name!: string;
  @UtcTime() createdAt!: string;
  @Id() createdBy!: string;
  @EmailOf('createdBy') createdByEmail?: string;
  @UtcTime() expiresAt!: string;
  @Optional() @UtcTime() lastUsedAt?: string;
  @Optional() @Permissions({ min: 1 }) permissions?: PermissionName[];
  @Optional() @Addresses() addresses?: string[];
}

/** `token` stands in the answer to the request that made it, and nowhere else, ever. */
@ApiSchema({ name: 'MadeToken' })
export class MadeTokenDto extends TokenDto {
  @Optional() @ToldText() token?: string;
}

export class MakeTokenDto {
  @Name() name!: string;
  @WholeNumber({ min: 1, max: 365 }) expiresInDays!: number;
  @Optional() @Permissions({ min: 1 }) permissions?: PermissionName[];
  @Optional() @Addresses() addresses?: string[];
}

export class LinkUserDto {
  @Nullable() @Id() idpUserId!: string | null;
}
