import { ApiSchema } from '@nestjs/swagger';
import { id } from '../platform/validation/id';
import { ListOf } from '../platform/validation/list-of';
import { Nested } from '../platform/validation/nested';
import { WholeNumber } from '../platform/validation/whole-number';

const MANY = { max: 100, unique: true };

/** Nobody named: the vault is locked. */
@ApiSchema({ name: 'Approvers', description: 'Nobody named: the vault is locked.' })
export class ApproversDto {
  @ListOf(id, { ...MANY, description: 'Ids of IDP users.' }) users!: string[];
  @ListOf(id, { ...MANY, description: 'Ids of IDP groups.' }) groups!: string[];
}

/** Who approves access to the identities of a vault, and how many of them it takes. */
@ApiSchema({ name: 'ApprovalPolicy' })
export class ApprovalPolicyDto {
  @WholeNumber({ min: 1, max: 20, description: 'How many of the approvers it takes; a person counts once.' })
  required!: number;
  @Nested(() => ApproversDto) approvers!: ApproversDto;
}
