import { withEntry, withoutEntry } from '../../kernel/draft';
import { entryOf } from '../../kernel/entry-of';
import type { Fold } from '../../kernel/fold';
import type { AccessGrantEvent, Grant } from './events';

export interface StandingGrant extends Grant {
  readonly grantedBy: string;
  readonly createdAt: string;
  /** How often it was changed: its ETag. */
  readonly revision: number;
}

export interface AccessGrantsState {
  /** Every grant given and not revoked, by id; those that have run out too. */
  readonly grants: Readonly<Record<string, StandingGrant>>;
}

export const accessGrants: Fold<AccessGrantsState, AccessGrantEvent> = {
  category: 'vaultAccess',
  initial: { grants: {} },
  evolve: {
    'keyledger.grant-given.v1': ({ grants }, { organizationId: _o, identityGroupId: _v, ...given }) => ({
      grants: withEntry(grants, given.grantId, { ...given, revision: 0 }),
    }),
    'keyledger.grant-changed.v1': ({ grants }, { organizationId: _o, identityGroupId: _v, ...changed }) => {
      const before = entryOf(grants, changed.grantId);
      if (before === undefined) return { grants };
      const { grantedBy, createdAt, revision } = before;
      return {
        grants: withEntry(grants, changed.grantId, { grantedBy, createdAt, revision: revision + 1, ...changed }),
      };
    },
    'keyledger.grant-revoked.v1': ({ grants }, { grantId }) => ({ grants: withoutEntry(grants, grantId) }),
  },
};
