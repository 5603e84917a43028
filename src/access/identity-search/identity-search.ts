import type { Digest } from '../../kernel/digest';
import type { ReadModels } from '../../kernel/read-models';
import type { View } from '../../kernel/stream-reader';
import type { CallerPermissions } from '../caller-permissions';

/** Who searches, at what moment, and where. */
export interface IdentitySearch {
  readonly view: View;
  readonly now: string;
  readonly rights: CallerPermissions;
  readonly models: ReadModels;
  readonly digest: Digest;
}
