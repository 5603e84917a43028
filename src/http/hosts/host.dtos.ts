import { ApiSchema } from '@nestjs/swagger';
import { OrganizationName } from '../platform/naming/name-of';
import { FilterId, Name, Word } from '../platform/validation/common';
import { Flag } from '../platform/validation/flag';
import { Id } from '../platform/validation/id';
import { ListOf } from '../platform/validation/list-of';
import { Optional } from '../platform/validation/optional';
import { PageQuery } from '../platform/validation/page-query';
import { ToldText, toldText } from '../platform/validation/told';
import { UtcTime } from '../platform/validation/utc-time';

const NAME = { example: 'db-1' };

@ApiSchema({ name: 'Host' })
export class HostDto {
  @Id() id!: string;
  @Id() organizationId!: string;
  @OrganizationName() organizationName?: string;
  @Name(NAME) name!: string;
  @Flag() online!: boolean;
  @Optional() @UtcTime() lastSeenAt?: string;
  @Optional() @ToldText() agentVersion?: string;
  @Optional() @ListOf(toldText) connectors?: string[];
  @UtcTime() createdAt!: string;
}

export class CreateHostDto {
  @Name(NAME) name!: string;
  @Id() organizationId!: string;
}

export class RenameHostDto {
  @Optional() @Name(NAME) name?: string;
}

export class HostQuery extends PageQuery {
  @Optional() @FilterId('organization') organizationId?: string;
  @Optional() @Word() q?: string;
}
