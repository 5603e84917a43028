import { entryOf } from '../../kernel/entry-of';
import type { AccountState } from './state';

/** Owners and admins, whom only owners switch off or mark. */
export const isOwnerOrAdmin = ({ owners, admins }: AccountState, userId: string): boolean =>
  entryOf(owners, userId) !== undefined || entryOf(admins, userId) !== undefined;
