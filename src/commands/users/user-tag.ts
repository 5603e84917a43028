import { entryOf } from '../../kernel/entry-of';
import type { AccountState } from '../../domain/accounts/state';

/** What a user's ETag tells: his own stream, and on the account whether he is owner or admin. Only ever grows. */
export const userTag = (
  streamRevision: number,
  { flagChanges }: AccountState,
  userId: string,
): { readonly revision: number } => ({ revision: streamRevision + (entryOf(flagChanges, userId) ?? 0) });
