import { ApiSchema } from '@nestjs/swagger';
import { Description, Name, Word } from '../platform/validation/common';
import { Id } from '../platform/validation/id';
import { Nested } from '../platform/validation/nested';
import { Clearable, Nullable, Optional } from '../platform/validation/optional';
import { PageQuery } from '../platform/validation/page-query';
import { ToldCount } from '../platform/validation/told';
import { UtcTime } from '../platform/validation/utc-time';
import { AccessDto } from '../shared/access.dto';
import { ApprovalPolicyDto } from '../shared/approval-policy.dto';
import { PasswordPolicyDto } from '../shared/password-policy.dto';
import { WarningDto, Warnings } from '../shared/warning.dto';

const NAME = { example: 'Production' };

@ApiSchema({ name: 'IdentityGroup' })
export class VaultDto {
  @Id() id!: string;
  @Name(NAME) name!: string;
  @Optional() @Description() description?: string;
  @Id() organizationId!: string;
  @Optional() @Nested(() => PasswordPolicyDto) passwordPolicy?: PasswordPolicyDto;
  @Optional() @Nested(() => ApprovalPolicyDto) approvalPolicy?: ApprovalPolicyDto;
  @ToldCount() identityCount!: number;
  @Nullable() @Nested(() => AccessDto) access!: AccessDto | null;
  @UtcTime() createdAt!: string;
  @Warnings() warnings?: WarningDto[];
}

export class CreateVaultDto {
  @Name(NAME) name!: string;
  @Optional() @Description() description?: string;
  @Id() organizationId!: string;
  @Optional() @Nested(() => PasswordPolicyDto) passwordPolicy?: PasswordPolicyDto;
  @Optional() @Nested(() => ApprovalPolicyDto) approvalPolicy?: ApprovalPolicyDto;
}

export class ChangeVaultDto {
  @Optional() @Name(NAME) name?: string;
  @Clearable() @Description() description?: string | null;
  @Clearable() @Nested(() => PasswordPolicyDto) passwordPolicy?: PasswordPolicyDto | null;
  @Clearable() @Nested(() => ApprovalPolicyDto) approvalPolicy?: ApprovalPolicyDto | null;
}

export class VaultQuery extends PageQuery {
  @Optional() @Id() organizationId?: string;
  @Optional() @Word() q?: string;
}
