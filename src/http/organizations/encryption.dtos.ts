import { ApiSchema } from '@nestjs/swagger';
import { Name } from '../platform/validation/common';
import { Id } from '../platform/validation/id';
import { ListOf } from '../platform/validation/list-of';
import { Nested, nested } from '../platform/validation/nested';
import { OneOf } from '../platform/validation/one-of';
import { Optional } from '../platform/validation/optional';
import { ToldCount } from '../platform/validation/told';

const STATES = ['running', 'finished'] as const;

@ApiSchema({ name: 'EncryptionUpgrade' })
export class EncryptionUpgradeDto {
  @OneOf(STATES) state!: (typeof STATES)[number];
  @Optional() @ToldCount({ description: 'Once it is finished: values that do not open.' }) broken?: number;
}

/** Identities, by how their values are sealed. */
class CountsDto {
  @ToldCount() v2!: number;
  @ToldCount() v1!: number;
  @ToldCount() plaintext!: number;
}

@ApiSchema({ name: 'VaultEncryption' })
export class VaultEncryptionDto extends CountsDto {
  @Id() identityGroupId!: string;
  @Name({ example: 'Production' }) identityGroupName!: string;
}

@ApiSchema({
  name: 'Encryption',
  description: 'Counts of identities; deleted ones until their values are destroyed.',
})
export class EncryptionDto extends CountsDto {
  @Optional()
  @Nested(() => EncryptionUpgradeDto, { description: 'The last upgrade that was asked for.' })
  upgrade?: EncryptionUpgradeDto;
  @ListOf(nested(() => VaultEncryptionDto)) vaults!: VaultEncryptionDto[];
}
