import { refuse, type Refusal } from '../../kernel/refusal';
import type { IdpGroupEvent, IdpUserEvent } from './events';
import type { IdpGroupState, IdpUserState } from './state';

const gone = (what: string): Refusal => refuse('NOT_FOUND', `There is no such ${what}.`);

/** Makes a record a SCIM connection's own; without one, nobody's. */
export const handOverIdpUser = (
  { status, connectionId: holder }: IdpUserState,
  idpUserId: string,
  connectionId: string | undefined,
): readonly IdpUserEvent[] | Refusal => {
  if (status !== 'active' && status !== 'inactive') return gone('IDP user');
  if (holder === connectionId) return [];
  return connectionId === undefined
    ? [{ type: 'keyledger.idp-user-released.v1', data: { idpUserId } }]
    : [{ type: 'keyledger.idp-user-handed-over.v1', data: { idpUserId, connectionId } }];
};

export const handOverIdpGroup = (
  { status, connectionId: holder }: IdpGroupState,
  idpGroupId: string,
  connectionId: string | undefined,
): readonly IdpGroupEvent[] | Refusal => {
  if (status !== 'active') return gone('IDP group');
  if (holder === connectionId) return [];
  return connectionId === undefined
    ? [{ type: 'keyledger.idp-group-released.v1', data: { idpGroupId } }]
    : [{ type: 'keyledger.idp-group-handed-over.v1', data: { idpGroupId, connectionId } }];
};

/** `externalId`: undefined leaves it, null takes it away. */
export const callIdpUser = (
  { externalId: known }: Pick<IdpUserState, 'externalId'>,
  idpUserId: string,
  externalId: string | null | undefined,
): readonly IdpUserEvent[] => {
  const next = externalId === undefined ? known : (externalId ?? undefined);
  if (next === known) return [];
  const data = { idpUserId, ...(next === undefined ? {} : { externalId: next }) };
  return [{ type: 'keyledger.idp-user-external-id-changed.v1', data }];
};

export const callIdpGroup = (
  { externalId: known }: Pick<IdpGroupState, 'externalId'>,
  idpGroupId: string,
  externalId: string | null | undefined,
): readonly IdpGroupEvent[] => {
  const next = externalId === undefined ? known : (externalId ?? undefined);
  if (next === known) return [];
  const data = { idpGroupId, ...(next === undefined ? {} : { externalId: next }) };
  return [{ type: 'keyledger.idp-group-external-id-changed.v1', data }];
};

/** What a SCIM connection makes is its own from the same moment on. */
export const bornHeldUser = (
  idpUserId: string,
  connectionId: string,
  externalId: string | undefined,
): readonly IdpUserEvent[] => [
  { type: 'keyledger.idp-user-handed-over.v1', data: { idpUserId, connectionId } },
  ...callIdpUser({}, idpUserId, externalId),
];

export const bornHeldGroup = (
  idpGroupId: string,
  connectionId: string,
  externalId: string | undefined,
): readonly IdpGroupEvent[] => [
  { type: 'keyledger.idp-group-handed-over.v1', data: { idpGroupId, connectionId } },
  ...callIdpGroup({}, idpGroupId, externalId),
];
