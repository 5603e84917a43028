import { ApiSchema } from '@nestjs/swagger';
import { OneOf } from '../platform/validation/one-of';
import { Optional } from '../platform/validation/optional';
import { UtcTime } from '../platform/validation/utc-time';

export const LEVELS = ['view_vault', 'view_credentials', 'checkout'] as const;

/** What the caller may do in a vault; for display only. */
@ApiSchema({ name: 'Access' })
export class AccessDto {
  @OneOf(LEVELS) level!: (typeof LEVELS)[number];
  @Optional() @UtcTime() until?: string;
  @OneOf(['grant', 'group', 'owner']) via!: 'grant' | 'group' | 'owner';
}
