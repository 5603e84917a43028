import { ApiSchema } from '@nestjs/swagger';
import { Name } from '../platform/validation/common';
import { Flag } from '../platform/validation/flag';
import { Id } from '../platform/validation/id';
import { Nested } from '../platform/validation/nested';
import { Clearable, Optional } from '../platform/validation/optional';
import { PageQuery } from '../platform/validation/page-query';
import { Text } from '../platform/validation/text';
import { UtcTime } from '../platform/validation/utc-time';
import { WholeNumber } from '../platform/validation/whole-number';
import { ChangedPasswordPolicyDto, PasswordPolicyDto } from '../shared/password-policy.dto';
import { WarningDto, OptionalWarnings } from '../shared/warning.dto';

const NAME = { example: 'Acme' };
const ReceiptFirst = (): PropertyDecorator =>
  Flag({
    description:
      'Checkout and reveal show a value only once a signed checkpoint covers the fact. Break-glass never waits. Owners only.',
  });
const BreakGlassMinutes = (): PropertyDecorator => WholeNumber({ min: 1, max: 1440 });

@ApiSchema({ name: 'OrganizationSettings' })
export class OrganizationSettingsDto {
  @BreakGlassMinutes() breakGlassMinutes!: number;
  @Flag() revealDuringExclusiveCheckout!: boolean;
  @ReceiptFirst() receiptBeforeDisclosure!: boolean;
  @Optional() @Nested(() => PasswordPolicyDto) passwordPolicy?: PasswordPolicyDto;
}

@ApiSchema({ name: 'Organization' })
export class OrganizationDto {
  @Id() id!: string;
  @Name(NAME) name!: string;
  @Flag() hasSecret!: boolean;
  @Nested(() => OrganizationSettingsDto) settings!: OrganizationSettingsDto;
  @UtcTime() createdAt!: string;
  @OptionalWarnings() warnings?: WarningDto[];
}

export class NewOrganizationSettingsDto {
  @Optional() @BreakGlassMinutes() breakGlassMinutes?: number;
  @Optional() @Flag() revealDuringExclusiveCheckout?: boolean;
  @Optional() @ReceiptFirst() receiptBeforeDisclosure?: boolean;
  @Optional() @Nested(() => PasswordPolicyDto) passwordPolicy?: PasswordPolicyDto;
}

export class CreateOrganizationDto {
  @Name(NAME) name!: string;
  @Optional() @Nested(() => NewOrganizationSettingsDto) settings?: NewOrganizationSettingsDto;
}

export class ChangedOrganizationSettingsDto {
  @Clearable() @BreakGlassMinutes() breakGlassMinutes?: number | null;
  @Clearable() @Flag() revealDuringExclusiveCheckout?: boolean | null;
  @Clearable() @ReceiptFirst() receiptBeforeDisclosure?: boolean | null;
  @Clearable()
  @Nested(() => ChangedPasswordPolicyDto, {
    description: "Where vault and identity have none; null: the server's own.",
  })
  passwordPolicy?: ChangedPasswordPolicyDto | null;
}

export class ChangeOrganizationDto {
  @Optional() @Name(NAME) name?: string;
  @Optional() @Nested(() => ChangedOrganizationSettingsDto) settings?: ChangedOrganizationSettingsDto;
}

export class SetSecretDto {
  /** Long enough not to be guessed, if it is not a sentence everybody knows. */
  @Text({ min: 32, max: 4096, of: 'any' }) secret!: string;
}

export class OrganizationQuery extends PageQuery {}
