import { entryOf } from '../entry-of';
/**
 * The categories of our streams: the word before the first dash of their names, and the field of a fact that must say the
 * same id as the name. `undefined`: the name is made of something else. What lies in any other stream is somebody else's.
 */
const WITH_ID: Readonly<Record<string, string | undefined>> = {
  accessReview: 'reviewId',
  auditRead: undefined,
  breakGlass: 'userId',
  credentialMatch: 'identityId',
  denied: undefined,
  directory: 'idpUserId',
  directoryEmail: undefined,
  directoryGroup: 'idpGroupId',
  disclosureWatch: 'userId',
  exposure: 'subject',
  host: 'hostId',
  hostAccount: undefined,
  hostMembers: 'hostId',
  identity: 'identityId',
  notification: 'notificationId',
  notificationChannels: undefined,
  notificationTarget: 'targetId',
  organization: 'organizationId',
  organizationMembers: 'organizationId',
  policy: undefined,
  reveal: 'identityId',
  seals: undefined,
  targetAccount: undefined,
  targetMachine: undefined,
  user: 'userId',
  userEmail: undefined,
  userSubject: undefined,
  vault: 'identityGroupId',
  vaultAccess: 'identityGroupId',
  vaultMembers: 'identityGroupId',
};

/** Streams there is one of. */
const ALONE: readonly string[] = [
  'account',
  'damage',
  'evidence',
  'logHistory',
  'logLosses',
  'logSeal',
  'materialStore',
  'operations',
  'scimConnections',
  'supportAccess',
];

const NAME = /^([A-Za-z]+)(?:-([\x21-\x7e]{1,200}))?$/;

export interface OurStream {
  readonly category: string;
  readonly id?: string;
  /** The field of a fact that must name the same id. */
  readonly subject?: string;
}

/** What a name says of a stream of ours; undefined: it is none. */
export const ourStream = (name: string): OurStream | undefined => {
  const [, category = '', id] = NAME.exec(name) ?? [];
  if (id === undefined) {
    return ALONE.includes(category) ? { category } : undefined;
  }
  if (!Object.hasOwn(WITH_ID, category)) {
    return undefined;
  }
  const subject = entryOf(WITH_ID, category);
  return subject === undefined ? { category, id } : { category, id, subject };
};
