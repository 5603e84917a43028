import { refuse, type Refusal } from '../../kernel/refusal';
import type { Permission } from '../permissions';
import type { UserEvent } from './events';

/** A token a machine caller signs in with, as it is kept: never the token itself. */
export interface MachineToken {
  readonly tokenId: string;
  readonly name: string;
  /** Keyed hash of the token. */
  readonly hash: string;
  readonly createdAt: string;
  /** The user who made it. */
  readonly createdBy: string;
  readonly expiresAt: string;
  /** Of the machine's permissions, these alone; absent: all. */
  readonly permissions?: readonly Permission[];
  /** Addresses and CIDR ranges it may be used from; absent: any. */
  readonly addresses?: readonly string[];
}

/** More would be a mistake, and every use reads them. */
const MOST_TOKENS = 50;

/** Whether a token still says anything at a moment. */
export const isTokenLive = ({ expiresAt }: MachineToken, now: string): boolean => now < expiresAt;

interface Tokens {
  readonly kind: 'person' | 'machine';
  readonly tokens: readonly MachineToken[];
}

export const makeToken = (
  state: Tokens,
  userId: string,
  token: MachineToken,
  now: string,
): readonly UserEvent[] | Refusal => {
  if (state.kind !== 'machine') {
    return refuse('CONFLICT', 'Only users of kind machine have tokens; people sign in with their issuer.');
  }
  if (state.tokens.some(({ tokenId }) => tokenId === token.tokenId)) {
    return [];
  }
  return state.tokens.filter((known) => isTokenLive(known, now)).length >= MOST_TOKENS
    ? refuse('CONFLICT', `A machine has at most ${MOST_TOKENS} tokens. Revoke one that is not used any more.`)
    : [{ type: 'keyledger.token-made.v1', data: { userId, ...token } }];
};

export const revokeToken = (state: Tokens, userId: string, tokenId: string): readonly UserEvent[] | Refusal =>
  state.tokens.some((token) => token.tokenId === tokenId)
    ? [{ type: 'keyledger.token-revoked.v1', data: { userId, tokenId } }]
    : refuse('NOT_FOUND', 'There is no such token.');
