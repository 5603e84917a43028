import { entryOf } from '../../kernel/entry-of';
import { refuse, type Refusal } from '../../kernel/refusal';
import type { AccessGrantEvent, AccessLevel, Grant } from './events';
import type { AccessGrantsState, StandingGrant } from './state';

interface Vault {
  readonly organizationId: string;
  readonly identityGroupId: string;
}

const LEVELS: readonly AccessLevel[] = ['view_vault', 'view_credentials', 'checkout'];

/** Negative when a is the lower level, 0 when equal. */
export const compareLevels = (a: AccessLevel, b: AccessLevel): number => LEVELS.indexOf(a) - LEVELS.indexOf(b);

/** A grant is over from the moment it expires. */
export const isLiveGrant = (grant: Pick<Grant, 'expiresAt'>, now: string): boolean =>
  grant.expiresAt === undefined || grant.expiresAt > now;

/** Id of a live grant for the same principal and level. */
export const liveGrantLike = (
  { grants }: AccessGrantsState,
  { principalType, principalId, level }: Pick<Grant, 'principalType' | 'principalId' | 'level'>,
  now: string,
): string | undefined =>
  Object.values(grants).find(
    (each) =>
      each.principalId === principalId &&
      each.principalType === principalType &&
      each.level === level &&
      isLiveGrant(each, now),
  )?.grantId;

const gone = (): Refusal => refuse('NOT_FOUND', 'There is no such access grant.');

const inThePast = (): Refusal =>
  refuse('VALIDATION_FAILED', 'expiresAt lies in the past.', {
    errors: [{ field: 'expiresAt', message: 'must lie in the future' }],
  });

/** Several grants for one principal may stand side by side; each expires alone. */
export const giveGrant = (
  state: AccessGrantsState,
  vault: Vault,
  grant: Grant,
  grantedBy: string,
  now: string,
): readonly AccessGrantEvent[] | Refusal => {
  if (entryOf(state.grants, grant.grantId) !== undefined) {
    return [];
  }
  return isLiveGrant(grant, now)
    ? [{ type: 'keyledger.grant-given.v1', data: { ...vault, ...grant, grantedBy, createdAt: now } }]
    : inThePast();
};

const plain = ({ grantedBy: _g, createdAt: _c, revision: _r, ...grant }: StandingGrant): Grant => grant;

/** `expiresAt: null` lets the grant stay for ever. */
export const changeGrant = (
  state: AccessGrantsState,
  vault: Vault,
  grantId: string,
  change: { level?: AccessLevel; expiresAt?: string | null },
  now: string,
): readonly AccessGrantEvent[] | Refusal => {
  const standing = entryOf(state.grants, grantId);
  if (standing === undefined) {
    return gone();
  }
  const { expiresAt, ...rest } = plain(standing);
  const until = change.expiresAt === undefined ? expiresAt : (change.expiresAt ?? undefined);
  const grant: Grant = {
    ...rest,
    level: change.level ?? rest.level,
    ...(until === undefined ? {} : { expiresAt: until }),
  };
  if (change.expiresAt !== undefined && !isLiveGrant(grant, now)) {
    return inThePast();
  }
  const unchanged = grant.level === standing.level && grant.expiresAt === standing.expiresAt;
  return unchanged ? [] : [{ type: 'keyledger.grant-changed.v1', data: { ...vault, ...grant } }];
};

export const revokeGrant = (
  state: AccessGrantsState,
  vault: Vault,
  grantId: string,
): readonly AccessGrantEvent[] | Refusal => {
  const standing = entryOf(state.grants, grantId);
  return standing === undefined
    ? gone()
    : [{ type: 'keyledger.grant-revoked.v1', data: { ...vault, ...plain(standing) } }];
};
