import { isTokenLive } from '../domain/users/tokens';
import { user } from '../domain/users/state';
import type { View } from '../kernel/stream-reader';

/** A token of a machine, as it may be told: nothing by which it could be guessed. */
export interface TokenView {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly expiresAt: string;
  readonly permissions?: readonly string[];
  readonly addresses?: readonly string[];
}

/** The tokens of a machine that are neither revoked nor over, as its stream says. */
export const tokensOf = async (view: View, userId: string, now: string): Promise<readonly TokenView[]> =>
  (await view.load(user, userId)).state.tokens
    .filter((token) => isTokenLive(token, now))
    .map(({ tokenId: id, hash: _, ...told }) => ({ id, ...told }));
