import { ApiSchema } from '@nestjs/swagger';
import { OrganizationName } from '../platform/naming/name-of';
import { Description, FilterId, Name, Word } from '../platform/validation/common';
import { Id } from '../platform/validation/id';
import { Nested } from '../platform/validation/nested';
import { Clearable, Nullable, Optional } from '../platform/validation/optional';
import { PageQuery } from '../platform/validation/page-query';
import { ToldCount } from '../platform/validation/told';
import { UtcTime } from '../platform/validation/utc-time';
import { AccessDto } from '../shared/access.dto';
import { ApprovalPolicyDto, ChangedApprovalPolicyDto } from '../shared/approval-policy.dto';
import { ChangedPasswordPolicyDto, PasswordPolicyDto } from '../shared/password-policy.dto';
import { WarningDto, OptionalWarnings } from '../shared/warning.dto';

const NAME = { example: 'Production' };

@ApiSchema({ name: 'IdentityGroup' })
export class VaultDto {
  @Id() id!: string;
  @Name(NAME) name!: string;
  @Optional() @Description() description?: string;
  @Id() organizationId!: string;
  @OrganizationName() organizationName?: string;
  @Optional() @Nested(() => PasswordPolicyDto) passwordPolicy?: PasswordPolicyDto;
  @Optional() @Nested(() => ApprovalPolicyDto) approvalPolicy?: ApprovalPolicyDto;
  @ToldCount() identityCount!: number;
  @Nullable()
  @Nested(() => AccessDto, { description: 'What the caller may do in it; null: nothing but see it.' })
  access!: AccessDto | null;
  @UtcTime() createdAt!: string;
  @OptionalWarnings() warnings?: WarningDto[];
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
  @Clearable()
  @Nested(() => ChangedPasswordPolicyDto, { description: "Its own, instead of its organization's; null: no longer." })
  passwordPolicy?: ChangedPasswordPolicyDto | null;
  @Clearable()
  @Nested(() => ChangedApprovalPolicyDto, { description: 'Who approves; null: nobody needs to.' })
  approvalPolicy?: ChangedApprovalPolicyDto | null;
}

export class VaultQuery extends PageQuery {
  @Optional() @FilterId('organization') organizationId?: string;
  @Optional() @Word() q?: string;
}
