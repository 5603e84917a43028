import { Id } from '../platform/validation/id';
import { ListOf } from '../platform/validation/list-of';
import { Nested } from '../platform/validation/nested';
import { OneOf } from '../platform/validation/one-of';
import { Optional } from '../platform/validation/optional';
import { Field } from '../platform/validation/field';
import { Patterned, patterned } from '../platform/validation/patterned';
import { Text } from '../platform/validation/text';
import { ToldText } from '../platform/validation/told';
import { UtcTime } from '../platform/validation/utc-time';
import { WholeNumber } from '../platform/validation/whole-number';
import { AgentFactsDto } from './agent.dtos';

/** The longest an agent may ask a poll to last, seconds: below the idle limits of usual proxies. */
const MOST_SECONDS = 50;

const OUTCOMES = ['confirmed', 'not_changed', 'unverified', 'drifted'] as const;
const code = patterned({ max: 64, pattern: '^[A-Z][A-Z0-9_]*$', says: 'is no code' });
const Version = (): PropertyDecorator => WholeNumber({ min: 1, max: Number.MAX_SAFE_INTEGER });

export class LeaseDto {
  @WholeNumber({ min: 0, max: MOST_SECONDS }) wait!: number;
  @Patterned({ max: 100, pattern: '^[\\w.-]+$', says: 'is no name of a run' }) instance!: string;
  @Optional() @Nested(() => AgentFactsDto) facts?: AgentFactsDto;
}

export class SealedSecretDto {
  @ToldText() enc!: string;
  @ToldText() ciphertext!: string;
}

export class SignedJobDto {
  @ToldText() order!: string;
  @Nested(() => SealedSecretDto) sealed!: SealedSecretDto;
  @ToldText() signature!: string;
}

export class LeaseAnswerDto {
  @ToldText() leaseId!: string;
  @UtcTime() leaseUntil!: string;
  @Nested(() => SignedJobDto) job!: SignedJobDto;
}

export class LeaseReferenceDto {
  @Id() leaseId!: string;
}

export class LeaseUntilDto {
  @UtcTime() leaseUntil!: string;
}

export class AccountOnTargetDto {
  @Text({ max: 200 }) machine!: string;
  @Optional() @WholeNumber({ min: 1, max: 65_535 }) port?: number;
  @Text({ max: 300 }) name!: string;
}

export class JobResultDto {
  @Id() leaseId!: string;
  @OneOf(['set', 'verify']) type!: 'set' | 'verify';
  @Version() version!: number;
  @OneOf(OUTCOMES) outcome!: (typeof OUTCOMES)[number];
  @Optional() @Field(code) code?: string;
  @Optional() @Text({ max: 300 }) detail?: string;
  @Optional() @Version() held?: number;
  @Optional() @ListOf(code, { max: 20, unique: true }) warnings?: string[];
  @Optional() @Nested(() => AccountOnTargetDto) target?: AccountOnTargetDto;
}

/** Nothing but that it is recorded. */
export class RecordedDto {}
