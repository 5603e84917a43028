import { nounOf, saidBy, type ExportedEntry } from './exported-entry';
import { CATEGORIES, CLASSES, OTHER, SEVERITIES } from './ocsf-classes';
import { mappedOf, type Mapped } from './ocsf-mapping';

const VERSION = '1.8.0';

type Members = Readonly<Record<string, unknown>>;

/** Without what is not set: OCSF knows no null. */
const set = (members: Members): Members =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

const millis = (time: string): number => Date.parse(time);

const words = (noun: string): string => noun.replaceAll('-', ' ');

const actorOf = ({ actor: { kind, userId, email, name } }: ExportedEntry): Members =>
  userId === undefined && email === undefined
    ? { app_name: name ?? kind }
    : { user: set({ uid: userId, name: email ?? userId, email_addr: email, type_id: kind === 'support' ? OTHER : 1 }) };

/** Whom it is about: who holds the session, or who was given something. */
const userOf = (entry: ExportedEntry): Members => {
  const { userEmail, principalName, actor } = entry;
  const uid =
    saidBy(entry, 'userId') ?? saidBy(entry, 'principalId') ?? saidBy(entry, 'idpUserId') ?? actor.userId ?? actor.name;
  return set({ uid: uid ?? 'unknown', name: principalName ?? userEmail ?? actor.email, email_addr: userEmail });
};

const groupOf = (entry: ExportedEntry): Members =>
  set({ uid: saidBy(entry, 'idpGroupId') ?? saidBy(entry, 'principalId') ?? 'unknown', name: entry.principalName });

/** The account whose value changes. */
const accountOf = ({ identityId = 'unknown', identityName }: ExportedEntry): Members =>
  set({ uid: identityId, name: identityName });

const vaultOf = ({ identityGroupId, identityGroupName }: ExportedEntry): readonly Members[] | undefined =>
  identityGroupId === undefined ? undefined : [set({ uid: identityGroupId, name: identityGroupName, type: 'vault' })];

const identityOf = ({ identityId, identityName }: ExportedEntry): readonly Members[] =>
  identityId === undefined ? [] : [set({ uid: identityId, name: identityName, type: 'credential' })];

const sessionOf = (entry: ExportedEntry): Members | undefined => {
  const { sessionId, identityId, hostId } = entry;
  const expiresAt = saidBy(entry, 'expiresAt');
  return sessionId === undefined
    ? undefined
    : set({
        uid: sessionId,
        credential_uid: identityId,
        expiration_time: expiresAt === undefined ? undefined : millis(expiresAt),
        expiration_reason: saidBy(entry, 'endedBy'),
        terminal: hostId,
      });
};

/** What each class asks for beyond what every event says. */
const OF_CLASS: Readonly<Record<Mapped['uid'], (entry: ExportedEntry) => Members>> = {
  3001: (entry) => ({ user: accountOf(entry) }),
  3003: (entry) => ({
    user: userOf(entry),
    privileges: [entry.breakGlass === true ? 'break-glass' : 'checkout'],
    session: sessionOf(entry),
    dst_endpoint:
      entry.hostId === undefined ? undefined : set({ uid: entry.hostId, name: entry.hostName, type: 'host' }),
  }),
  3004: (entry) => ({
    entity: {
      uid: entry.stream,
      name: words(entry.stream.replace(/-[^-]*$/, '')),
      type: entry.stream.replace(/-.*$/, ''),
      type_id: OTHER,
    },
  }),
  3005: (entry) => ({
    user: userOf(entry),
    privileges: [saidBy(entry, 'level') ?? words(nounOf(entry))],
    resources: vaultOf(entry),
  }),
  3006: (entry) => ({ group: groupOf(entry), user: userOf(entry), resource: vaultOf(entry)?.[0] }),
  6003: (entry) => ({ api: { operation: nounOf(entry) }, resources: identityOf(entry) }),
  6005: (entry) => ({
    type_id: 2,
    databucket: set({
      uid: entry.identityGroupId ?? 'unknown',
      name: entry.identityGroupName,
      type_id: OTHER,
      type: 'vault',
    }),
  }),
};

/**
 * An entry as an event of OCSF 1.8.0. What has no place in its class stands in `unmapped`: the fact itself, and where it is
 * proved (`tlog`).
 */
export const ocsfEvent = (entry: ExportedEntry): Members => {
  const { uid, activity, severity } = mappedOf(entry);
  const category = Math.floor(uid / 1000) as keyof typeof CATEGORIES;
  const { name, activities } = CLASSES[uid];
  const noun = nounOf(entry);
  const activityName = activity === OTHER ? words(noun) : activities[activity];
  const refused = entry.outcome === 'refused';
  const { leaf, ip, data, position, stream, type, userAgent, causationId } = entry;
  const isAlert = severity === 5;
  return set({
    metadata: set({
      version: VERSION,
      product: { name: 'Keyledger', vendor_name: 'Keyledger' },
      uid: entry.id,
      sequence: leaf?.index,
      correlation_uid: entry.correlationId,
      tenant_uid: entry.organizationId,
      event_code: noun,
      logged_time: millis(entry.time),
      profiles: isAlert ? ['security_control'] : undefined,
    }),
    category_uid: category,
    category_name: CATEGORIES[category],
    class_uid: uid,
    class_name: name,
    activity_id: activity,
    activity_name: activityName,
    type_uid: uid * 100 + activity,
    type_name: `${name}: ${activityName}`,
    severity_id: severity,
    severity: SEVERITIES[severity],
    time: millis(entry.time),
    status_id: refused ? 2 : 1,
    status: refused ? 'Failure' : 'Success',
    status_code: entry.code,
    message: words(noun),
    // Of all classes one has a comment.
    [uid === 3004 ? 'comment' : 'status_detail']: entry.reason,
    is_alert: isAlert ? true : undefined,
    actor: actorOf(entry),
    src_endpoint: ip === undefined ? { svc_name: 'keyledger' } : { ip },
    ...set(OF_CLASS[uid](entry)),
    unmapped: set({
      type,
      stream,
      position,
      userAgent,
      causationId,
      data,
      tlog: leaf && { log: leaf.log, index: leaf.index, leafHash: leaf.hash },
    }),
  });
};
