import { ApiSchema } from '@nestjs/swagger';
import { Id } from '../platform/validation/id';
import { Text } from '../platform/validation/text';

/** Exactly as the token will say it. */
export const IssuerField = (): PropertyDecorator => Text({ max: 2000 });
/** OpenID Connect Core § 2 bounds a subject at 255. */
export const SubjectField = (): PropertyDecorator => Text({ max: 255 });

@ApiSchema({ name: 'SignIn' })
export class SignInDto {
  @Id() id!: string;
  @IssuerField() issuer!: string;
  @SubjectField() subject!: string;
}

export class AddSignInDto {
  @IssuerField() issuer!: string;
  @SubjectField() subject!: string;
}
