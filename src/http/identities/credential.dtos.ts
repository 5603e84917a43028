import { ApiSchema } from '@nestjs/swagger';
import { HostName } from '../platform/naming/name-of';
import { Reason } from '../platform/validation/common';
import { Flag } from '../platform/validation/flag';
import { Id } from '../platform/validation/id';
import { ListOf } from '../platform/validation/list-of';
import { Nested, nested } from '../platform/validation/nested';
import { OneOf } from '../platform/validation/one-of';
import { Optional } from '../platform/validation/optional';
import { Text } from '../platform/validation/text';
import { ToldCount, ToldText } from '../platform/validation/told';
import { OptionalReceipt, ReceiptDto } from '../shared/receipt.dto';
import { WarningDto, OptionalWarnings } from '../shared/warning.dto';
import { invalid } from '../platform/validation/invalid';

/** Bytes, not characters: what is sealed is UTF-8. */
export const MAX_CREDENTIAL_BYTES = 64 * 1024;

export const CREDENTIAL_TYPES = ['password', 'ssh_key', 'api_key', 'certificate', 'other'] as const;
export type CredentialType = (typeof CREDENTIAL_TYPES)[number];

const PROVEN = ['on-hosts', 'by-hand', 'vault-only', 'nowhere'] as const;
export type ProvenWord = (typeof PROVEN)[number];

/** Where a value is known to work. */
export const ProvenWhere = (): PropertyDecorator => OneOf(PROVEN);

export const Credential = (): PropertyDecorator =>
  Text({ max: MAX_CREDENTIAL_BYTES, of: 'any', description: '1 byte to 64 KiB of UTF-8.' });

export class ReplaceCredentialDto {
  @Credential() credential!: string;
}

/** Nobody has to say why; who does stands in the audit with it. */
export class RevealDto {
  @Optional() @Reason() reason?: string;
}

const LABELS = ['current', 'candidate', 'former'] as const;

@ApiSchema({ name: 'AlternativeValue' })
export class AlternativeValueDto {
  @ToldCount() version!: number;
  @ToldText() value!: string;
  @Optional() @OneOf(LABELS) label?: (typeof LABELS)[number];
}

@ApiSchema({ name: 'VersionOnHost' })
export class VersionOnHostDto {
  @Id() hostId!: string;
  @HostName() hostName?: string;
  @ToldCount() version!: number;
}

/** A value on its way to the person who may see it. */
@ApiSchema({ name: 'Credential' })
export class DisclosedDto {
  @OneOf(CREDENTIAL_TYPES) type!: CredentialType;
  @ToldText() username!: string;
  @ToldText() value!: string;
  @ToldCount() version!: number;
  @ProvenWhere() proven!: ProvenWord;
  @Optional()
  @ListOf(nested(() => AlternativeValueDto), {
    description:
      'What to try, in this order, where the value does not work: a host may hold one of these instead. After broken glass every value there is, newest first, and what it is.',
  })
  alternatives?: AlternativeValueDto[];
  @Optional()
  @ListOf(nested(() => VersionOnHostDto), {
    description: 'Hosts known to be on another version; a checkout that names the host gets that one.',
  })
  elsewhere?: VersionOnHostDto[];
  @Optional() @Flag({ description: 'Nobody has proved that it works on the hosts.' }) unverified?: boolean;
}

@ApiSchema({ name: 'Revealed' })
export class RevealedDto {
  @Nested(() => DisclosedDto) credential!: DisclosedDto;
  @ToldCount() clearAfterSeconds!: number;
  @OptionalReceipt() receipt?: ReceiptDto;
  @OptionalWarnings() warnings?: WarningDto[];
}

/** A schema counts characters; the limit is in bytes. Throws Refused. */
export const checkedCredential = (credential: string): void => {
  if (Buffer.byteLength(credential, 'utf8') > MAX_CREDENTIAL_BYTES) {
    throw invalid({ field: 'credential', message: 'must have at most 65536 bytes in UTF-8' });
  }
};
