import { refuse, type Refusal } from '../../kernel/refusal';
import type { IdpEmailEvent, IdpGroupEvent, IdpUserEvent } from './events';
import type { IdpEmailState, IdpGroupState, IdpUserState } from './state';

const noUser = (): Refusal => refuse('NOT_FOUND', 'There is no such IDP user.');
export const emailTaken = (): Refusal => refuse('EMAIL_TAKEN', 'Another IDP user has this e-mail.');
const noGroup = (): Refusal => refuse('NOT_FOUND', 'There is no such IDP group.');

/**
 * `holder`: how the IDP user stands who has the e-mail. One who is deleted gives it up, should the release not have come;
 * one who never came to be leaves the claim to whoever finishes the user.
 */
export const claimEmail = (
  state: IdpEmailState,
  idpUserId: string,
  holder: IdpUserState['status'],
): readonly IdpEmailEvent[] | Refusal => {
  if (state.idpUserId === undefined || (holder === 'deleted' && state.idpUserId !== idpUserId)) {
    return [{ type: 'keyledger.idp-email-claimed.v1', data: { idpUserId } }];
  }
  return state.idpUserId === idpUserId || holder === 'none' ? [] : emailTaken();
};

export const releaseEmail = (state: IdpEmailState, idpUserId: string): readonly IdpEmailEvent[] =>
  state.idpUserId === idpUserId ? [{ type: 'keyledger.idp-email-released.v1', data: { idpUserId } }] : [];

export const createIdpUser = (
  state: IdpUserState,
  created: { idpUserId: string; email: string; displayName: string; active: boolean },
): readonly IdpUserEvent[] =>
  state.status === 'none' ? [{ type: 'keyledger.idp-user-created.v1', data: created }] : [];

const exists = (state: IdpUserState): boolean => state.status === 'active' || state.status === 'inactive';

export const changeIdpUser = (
  state: IdpUserState,
  idpUserId: string,
  change: { readonly displayName?: string; readonly active?: boolean },
): readonly IdpUserEvent[] | Refusal => {
  if (!exists(state)) {
    return noUser();
  }
  const active = change.active ?? state.status === 'active';
  const displayName = change.displayName ?? state.displayName;
  const unchanged = displayName === state.displayName && active === (state.status === 'active');
  return unchanged ? [] : [{ type: 'keyledger.idp-user-changed.v1', data: { idpUserId, displayName, active } }];
};

export const deleteIdpUser = (state: IdpUserState, idpUserId: string): readonly IdpUserEvent[] | Refusal =>
  exists(state) ? [{ type: 'keyledger.idp-user-deleted.v1', data: { idpUserId, email: state.email } }] : noUser();

export const createIdpGroup = (state: IdpGroupState, idpGroupId: string, name: string): readonly IdpGroupEvent[] =>
  state.status === 'none' ? [{ type: 'keyledger.idp-group-created.v1', data: { idpGroupId, name } }] : [];

export const renameIdpGroup = (
  state: IdpGroupState,
  idpGroupId: string,
  name: string,
): readonly IdpGroupEvent[] | Refusal => {
  if (state.status !== 'active') {
    return noGroup();
  }
  return name === state.name ? [] : [{ type: 'keyledger.idp-group-renamed.v1', data: { idpGroupId, name } }];
};

export const deleteIdpGroup = (state: IdpGroupState, idpGroupId: string): readonly IdpGroupEvent[] | Refusal =>
  state.status === 'active' ? [{ type: 'keyledger.idp-group-deleted.v1', data: { idpGroupId } }] : noGroup();

export const addMember = (
  state: IdpGroupState,
  idpGroupId: string,
  idpUserId: string,
): readonly IdpGroupEvent[] | Refusal => {
  if (state.status !== 'active') {
    return noGroup();
  }
  return state.members.has(idpUserId)
    ? []
    : [{ type: 'keyledger.idp-group-member-added.v1', data: { idpGroupId, idpUserId } }];
};

export const removeMember = (
  state: IdpGroupState,
  idpGroupId: string,
  idpUserId: string,
): readonly IdpGroupEvent[] | Refusal => {
  if (state.status !== 'active') {
    return noGroup();
  }
  return state.members.has(idpUserId)
    ? [{ type: 'keyledger.idp-group-member-removed.v1', data: { idpGroupId, idpUserId } }]
    : [];
};
