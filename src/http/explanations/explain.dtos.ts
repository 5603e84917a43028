import { ApiSchema } from '@nestjs/swagger';
import { Flag } from '../platform/validation/flag';
import { Id } from '../platform/validation/id';
import { ListOf } from '../platform/validation/list-of';
import { Nested, nested } from '../platform/validation/nested';
import { OneOf } from '../platform/validation/one-of';
import { Optional } from '../platform/validation/optional';
import { ToldCount, ToldText } from '../platform/validation/told';
import { UtcTime } from '../platform/validation/utc-time';
import { ACTS, type ActName } from '../../access/acts/explain-act';
import { STEPS, type StepName } from '../../kernel/judged-step';

export class ExplainQuery {
  @Optional() @Id({ description: 'Whom it is asked about: the caller where it is absent.' }) userId?: string;
  @Optional() @OneOf(ACTS, { description: 'What would be done; `checkout` where it is absent.' }) action?: ActName;
}

@ApiSchema({ name: 'DecidingFact' })
export class DecidingFactDto {
  @ToldText({ example: 'vaultAccess-018f3c1e-7c1a-7d3e-9b52-2f6d1c0a4b77' }) stream!: string;
  @ToldCount({ example: 12 }) revision!: number;
  @UtcTime() time!: string;
  @ToldText({
    example: '019b76d1-0a52-7c1f-b1de-52f0c7d3a9e4',
    description: 'A user’s id; where none acted, the name of the policy or agent.',
  })
  by!: string;
  @Optional() @ToldText({ example: 'ann@example.com' }) byEmail?: string;
}

@ApiSchema({ name: 'ExplainedStep' })
export class ExplainedStepDto {
  @OneOf(STEPS) step!: StepName;
  @Flag() holds!: boolean;
  @ToldText({ example: 'Has a live grant at level checkout on the vault, by name, without an end.' })
  explanation!: string;
  @Optional() @Nested(() => DecidingFactDto) fact?: DecidingFactDto;
}

@ApiSchema({ name: 'Explanation' })
export class ExplanationDto {
  @Flag() allowed!: boolean;
  @Optional() @ToldText({ example: 'VAULT_ACCESS_DENIED' }) code?: string;
  @ListOf(nested(() => ExplainedStepDto)) steps!: ExplainedStepDto[];
}
