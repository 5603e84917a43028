import { ApiSchema } from '@nestjs/swagger';
import { ListOf } from '../platform/validation/list-of';
import { nested } from '../platform/validation/nested';
import { Text } from '../platform/validation/text';
import { IssuerField } from '../users/sign-in.dtos';

@ApiSchema({ name: 'TokenName' })
export class TokenNameDto {
  @IssuerField() issuer!: string;
  /** As the issuer calls the group in its tokens. */
  @Text({ max: 255, example: '6d3c0b52-4f1e-4d0a-9a57-0d3f2c6b8e11' }) name!: string;
}

@ApiSchema({ name: 'TokenNames' })
export class TokenNamesDto {
  @ListOf(nested(() => TokenNameDto)) names!: TokenNameDto[];
}

export class SetTokenNamesDto {
  @ListOf(nested(() => TokenNameDto), { max: 20 })
  names!: TokenNameDto[];
}
