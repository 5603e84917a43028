import { entryOf } from '../../../kernel/entry-of';
import { nounOf, saidBy, type ExportedEntry } from './exported-entry';
import { OTHER, type OcsfClass } from './ocsf-classes';

/** What a fact is in OCSF: class, activity, and how much it matters (1 informational to 5 critical). */
export interface Mapped {
  readonly uid: OcsfClass;
  readonly activity: number;
  readonly severity: number;
}

const as = (uid: OcsfClass, activity: number, severity: number): Mapped => ({ uid, activity, severity });

const MAPPED: Readonly<Record<string, Mapped>> = {
  'identity-checked-out': as(3003, 1, 3),
  'identity-check-out-refused': as(3003, 1, 2),
  'identity-break-glass-refused': as(3003, 1, 4),
  'identity-checked-in': as(3003, OTHER, 1),
  'session-extended': as(3003, 1, 2),
  'session-shortened': as(3003, OTHER, 2),
  'identity-revealed': as(6003, 2, 3),
  'identity-reveal-refused': as(6003, 2, 3),
  'credential-redisclosed': as(6003, 2, 3),
  'credential-redisclose-refused': as(6003, 2, 3),
  'disclosure-withheld': as(6003, 2, 3),
  'audit-read': as(6003, 2, 2),
  'audit-exported': as(6003, 2, 2),
  'report-read': as(6003, 2, 2),
  'stream-replayed': as(6003, 2, 2),
  'evidence-read': as(6003, 2, 2),
  'evidence-bundle-requested': as(6003, 2, 2),
  'rotation-requested': as(3001, 4, 2),
  'rotation-staged': as(3001, 4, 2),
  'rotation-confirmed': as(3001, 4, 2),
  'rotation-failed': as(3001, 4, 4),
  'rotation-request-refused': as(3001, 4, 2),
  'identity-credential-replaced': as(3001, 3, 2),
  'credential-replace-refused': as(3001, 3, 2),
  'material-upgraded': as(6005, 9, 1),
  'idp-group-member-added': as(3006, 3, 3),
  'idp-group-member-removed': as(3006, 4, 2),
  'idp-group-created': as(3006, 6, 2),
  'idp-group-deleted': as(3006, 5, 2),
  'idp-group-renamed': as(3006, OTHER, 2),
  'user-roles-assigned': as(3005, 1, 3),
  'user-roles-assign-refused': as(3005, 1, 3),
  'owner-added': as(3005, 1, 4),
  'owner-removed': as(3005, 2, 4),
  'admin-added': as(3005, 1, 3),
  'admin-removed': as(3005, 2, 3),
  'support-access-enabled': as(3004, 8, 4),
  'support-access-changed': as(3004, 3, 4),
  'support-access-disabled': as(3004, 9, 4),
  'support-access-expired': as(3004, 9, 4),
  'support-access-emergency-disabled': as(3004, 9, 4),
  'organization-secret-set': as(3004, 3, 4),
  'key-changed': as(3004, 3, 4),
  'evidence-key-changed': as(3004, 3, 4),
  'identity-enrollment-requested': as(3004, 6, 3),
  'evidence-stopped': as(3004, 9, 5),
  'sink-failed': as(3004, OTHER, 4),
  'sink-recovered': as(3004, OTHER, 2),
  'stream-damage-found': as(3004, OTHER, 5),
  'log-went-back': as(3004, OTHER, 5),
};

/** A grant to a group is told of the group, to anybody else of the user. */
const toEither = (activity: number) => ({ user: as(3005, activity, 3), group: as(3006, activity, 3) });
const GRANTS: Readonly<Record<string, { readonly user: Mapped; readonly group: Mapped }>> = {
  'grant-given': toEither(1),
  'grant-give-refused': toEither(1),
  'grant-changed': toEither(1),
  'grant-change-refused': toEither(1),
  'grant-revoked': toEither(2),
  'grant-revoke-refused': toEither(2),
};

const VERBS: readonly (readonly [RegExp, number])[] = [
  [/-(created|create-refused|made|make-refused|added|add-refused)$/, 1],
  [/-(changed|change-refused|renamed|rename-refused|set|set-refused)$/, 3],
  [/-(deleted|delete-refused|destroyed|removed|remove-refused)$/, 4],
];

/** Whatever is not named above is something that happened to an entity, by the verb of its wire name. */
const byVerb = (noun: string, { outcome }: ExportedEntry): Mapped =>
  as(3004, VERBS.find(([verb]) => verb.test(noun))?.[1] ?? OTHER, outcome === 'refused' ? 2 : 1);

export const mappedOf = (entry: ExportedEntry): Mapped => {
  const noun = nounOf(entry);
  if (noun === 'identity-checked-out' && entry.breakGlass === true) return as(3003, 1, 5);
  if (noun === 'identity-checked-in' && saidBy(entry, 'endedBy') === 'force') return as(3003, OTHER, 3);
  const ofGrant = entryOf(GRANTS, noun)?.[saidBy(entry, 'principalType') === 'group' ? 'group' : 'user'];
  return ofGrant ?? entryOf(MAPPED, noun) ?? byVerb(noun, entry);
};
