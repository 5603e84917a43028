import { entryOf } from '../../kernel/entry-of';
import type { AccountState } from '../../domain/accounts/state';

/** What a user's ETag tells: how many facts there are of the user, and on the account about owner and admin. Only ever grows. */
export const userTag = (
  { facts }: { readonly facts: number },
  { flagChanges }: Pick<AccountState, 'flagChanges'>,
  userId: string,
): { readonly revision: number } => ({ revision: facts - 1 + (entryOf(flagChanges, userId) ?? 0) });
