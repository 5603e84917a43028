import type { Fold } from '../../kernel/fold';
import { IdSet } from '../../kernel/id-set';
import { membersCodec } from '../../kernel/members-codec';
import type { IdpEmailEvent, IdpGroupEvent, IdpUserEvent } from './events';

/** Which SCIM connection a record belongs to, and what the identity provider calls it. */
export interface HeldRecord {
  readonly connectionId?: string;
  readonly externalId?: string;
}

type Unheld<S extends HeldRecord> = Omit<S, 'connectionId' | 'externalId'>;

const unheld = <S extends HeldRecord>({ connectionId: _, externalId: _e, ...state }: S): Unheld<S> => state;

const called = <S extends HeldRecord>({ externalId: _, ...state }: S, externalId: string | undefined) => ({
  ...state,
  ...(externalId === undefined ? {} : { externalId }),
});

export interface IdpUserState extends HeldRecord {
  readonly status: 'none' | 'active' | 'inactive' | 'deleted';
  readonly email: string;
  readonly displayName: string;
}

const activity = (active: boolean): IdpUserState['status'] => (active ? 'active' : 'inactive');

export const idpUser: Fold<IdpUserState, IdpUserEvent> = {
  category: 'directory',
  initial: { status: 'none', email: '', displayName: '' },
  withoutRights: (state) => (state.status === 'active' ? { ...state, status: 'inactive' } : state),
  evolve: {
    'keyledger.idp-user-created.v1': (_, { email, displayName, active }) => ({
      status: activity(active),
      email,
      displayName,
    }),
    'keyledger.idp-user-changed.v1': (state, { displayName, active }) => ({
      ...state,
      status: activity(active),
      displayName,
    }),
    'keyledger.idp-user-deleted.v1': (state) => ({ ...unheld(state), status: 'deleted' }),
    'keyledger.idp-user-handed-over.v1': (state, { connectionId }) => ({ ...unheld(state), connectionId }),
    'keyledger.idp-user-released.v1': unheld,
    'keyledger.idp-user-external-id-changed.v1': (state, { externalId }) => called(state, externalId),
  },
};

export interface IdpEmailState {
  readonly idpUserId?: string;
}

/** Which IDP user an e-mail (case-folded, hashed) belongs to. */
export const idpEmail: Fold<IdpEmailState, IdpEmailEvent> = {
  category: 'directoryEmail',
  initial: {},
  evolve: {
    'keyledger.idp-email-claimed.v1': (_, { idpUserId }) => ({ idpUserId }),
    'keyledger.idp-email-released.v1': () => ({}),
  },
};

export interface IdpGroupState extends HeldRecord {
  readonly status: 'none' | 'active' | 'deleted';
  readonly name: string;
  /** Ids of the IDP users in it. */
  readonly members: IdSet;
}

export const idpGroup: Fold<IdpGroupState, IdpGroupEvent> = {
  category: 'directoryGroup',
  codec: membersCodec<IdpGroupState>(),
  initial: { status: 'none', name: '', members: IdSet.empty },
  withoutRights: (state) => ({ ...state, members: IdSet.empty }),
  evolve: {
    'keyledger.idp-group-created.v1': (state, { name }) => ({ ...state, status: 'active', name }),
    'keyledger.idp-group-renamed.v1': (state, { name }) => ({ ...state, name }),
    'keyledger.idp-group-member-added.v1': (state, { idpUserId }) => ({
      ...state,
      members: state.members.with(idpUserId),
    }),
    'keyledger.idp-group-member-removed.v1': (state, { idpUserId }) => ({
      ...state,
      members: state.members.without(idpUserId),
    }),
    'keyledger.idp-group-deleted.v1': (state) => ({ ...unheld(state), status: 'deleted', members: IdSet.empty }),
    'keyledger.idp-group-handed-over.v1': (state, { connectionId }) => ({ ...unheld(state), connectionId }),
    'keyledger.idp-group-released.v1': unheld,
    'keyledger.idp-group-external-id-changed.v1': (state, { externalId }) => called(state, externalId),
  },
};
