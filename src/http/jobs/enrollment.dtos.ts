import { ApiSchema } from '@nestjs/swagger';
import { Username } from '../identities/identity-fields';
import { IdentityDto } from '../identities/identity.dtos';
import { Id } from '../platform/validation/id';
import { Nested } from '../platform/validation/nested';
import { JobDto } from './job.dtos';

export class EnrollIdentityDto {
  @Username() username!: string;
  @Id() identityGroupId!: string;
}

@ApiSchema({ name: 'Enrollment' })
export class EnrollmentDto {
  @Nested(() => IdentityDto) identity!: IdentityDto;
  @Nested(() => JobDto) job!: JobDto;
}
