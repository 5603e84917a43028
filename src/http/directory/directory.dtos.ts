import { ApiSchema } from '@nestjs/swagger';
import { Name, Word } from '../platform/validation/common';
import { Email, ToldEmail } from '../platform/validation/email';
import { Flag } from '../platform/validation/flag';
import { Id } from '../platform/validation/id';
import { Optional } from '../platform/validation/optional';
import { PageQuery } from '../platform/validation/page-query';
import { ToldCount } from '../platform/validation/told';

const GROUP = { example: 'Database team' };
const HOLDER = { description: 'The SCIM connection that keeps it; then it is not changed by hand.' };

@ApiSchema({ name: 'IdpUser' })
export class IdpUserDto {
  @Id() id!: string;
  @ToldEmail() email!: string;
  @Name() displayName!: string;
  @Flag() active!: boolean;
  @Optional() @Id(HOLDER) scimConnectionId?: string;
}

@ApiSchema({ name: 'ChangedIdpUser' })
export class ChangedIdpUserDto extends IdpUserDto {
  @Optional()
  @ToldCount({ example: 3, description: 'Of one switched off: values in force that were shown.' })
  exposed?: number;
}

@ApiSchema({ name: 'IdpGroup' })
export class IdpGroupDto {
  @Id() id!: string;
  @Name(GROUP) name!: string;
  @ToldCount() memberCount!: number;
  @Optional() @Id(HOLDER) scimConnectionId?: string;
}

export class CreateIdpUserDto {
  @Email() email!: string;
  @Name() displayName!: string;
  @Flag() active!: boolean;
}

export class ChangeIdpUserDto {
  @Optional() @Name() displayName?: string;
  @Optional() @Flag() active?: boolean;
}

export class CreateIdpGroupDto {
  @Name(GROUP) name!: string;
}

export class ChangeIdpGroupDto {
  @Optional() @Name(GROUP) name?: string;
}

export class DirectoryQuery extends PageQuery {
  @Optional() @Word() q?: string;
}

export class MembersQuery extends PageQuery {}
