import { ApiSchema } from '@nestjs/swagger';
import { id } from '../platform/validation/id';
import { ListOf } from '../platform/validation/list-of';
import { Nested } from '../platform/validation/nested';
import { Optional } from '../platform/validation/optional';
import { WholeNumber } from '../platform/validation/whole-number';

const MANY = { max: 100, unique: true };

const Required = (): PropertyDecorator =>
  WholeNumber({ min: 1, max: 20, description: 'How many of the approvers it takes; a person counts once.' });

/** Nobody named: the vault is locked. */
@ApiSchema({ name: 'Approvers', description: 'Nobody named: the vault is locked.' })
export class ApproversDto {
  @ListOf(id, { ...MANY, description: 'Ids of IDP users.' }) users!: string[];
  @ListOf(id, { ...MANY, description: 'Ids of IDP groups.' }) groups!: string[];
}

/** Who approves access to the identities of a vault, and how many of them it takes. */
@ApiSchema({ name: 'ApprovalPolicy' })
export class ApprovalPolicyDto {
  @Required() required!: number;
  @Nested(() => ApproversDto) approvers!: ApproversDto;
}

@ApiSchema({ name: 'ChangedApprovers' })
export class ChangedApproversDto {
  @Optional() @ListOf(id, { ...MANY, description: 'Ids of IDP users, in place of all there are.' }) users?: string[];
  @Optional() @ListOf(id, { ...MANY, description: 'Ids of IDP groups, in place of all there are.' }) groups?: string[];
}

/** What is to be another one of the policy there is; without one it must be whole. */
@ApiSchema({ name: 'ChangedApprovalPolicy' })
export class ChangedApprovalPolicyDto {
  @Optional() @Required() required?: number;
  @Optional() @Nested(() => ChangedApproversDto) approvers?: ChangedApproversDto;
}
