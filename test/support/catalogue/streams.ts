import { sourceFiles } from './source-files';

/** Facts that no decision rests on lie in streams that no fold names. */
const TOLD_ONLY: Readonly<Record<string, string>> = {
  'keyledger.user-claimed.v1': 'userEmail-<hash>, userSubject-<hash>',
  'keyledger.identity-revealed.v1': 'reveal-<identity id>',
  'keyledger.credential-redisclosed.v1': 'reveal-<identity id>',
  'keyledger.disclosure-withheld.v1': 'reveal-<identity id>',
  'keyledger.seal-failed.v1': 'seals-<organization id>, seals-account',
  'keyledger.audit-read.v1': 'auditRead-<organization id>, auditRead-account',
  'keyledger.audit-exported.v1': 'auditRead-<organization id>, auditRead-account',
  'keyledger.stream-replayed.v1': 'auditRead-<organization id>, auditRead-account',
  'keyledger.report-read.v1': 'auditRead-<organization id>, auditRead-account',
  'keyledger.evidence-read.v1': 'auditRead-account',
  'keyledger.log-sealed.v1': 'logSeal',
  'keyledger.projection-rebuild-requested.v1': 'operations',
  'keyledger.backup-requested.v1': 'operations',
  'keyledger.backup-made.v1': 'operations',
  'keyledger.backup-failed.v1': 'operations',
  'keyledger.backups-pruned.v1': 'operations',
  'keyledger.log-moved.v1': 'operations',
  'keyledger.sink-failed.v1': 'operations',
  'keyledger.sink-recovered.v1': 'operations',
};

const ID_OF: Readonly<Record<string, string>> = {
  accessReview: 'accessReview-<review id>',
  account: 'account',
  breakGlass: 'breakGlass-<user id>',
  damage: 'damage',
  directory: 'directory-<IDP user id>',
  directoryEmail: 'directoryEmail-<hash>',
  directoryGroup: 'directoryGroup-<IDP group id>',
  disclosureWatch: 'disclosureWatch-<user id>',
  evidence: 'evidence',
  exposure: 'exposure-user-<user id>, exposure-host-<host id>',
  hostAccount: 'hostAccount-<hash of host, connector, port, username>',
  hostMembers: 'hostMembers-<host id>',
  logHistory: 'logHistory',
  logLosses: 'logLosses',
  logSeal: 'logSeal',
  materialStore: 'materialStore',
  policy: 'policy-<name>',
  scimConnections: 'scimConnections',
  notificationChannels: 'notificationChannels-<organization id>, notificationChannels-account',
  notificationTarget: 'notificationTarget-<channel id>, notificationTarget-mail-<user id>',
  organizationMembers: 'organizationMembers-<organization id>',
  supportAccess: 'supportAccess',
  userSubject: 'userSubject-<hash of issuer, subject>',
  vaultAccess: 'vaultAccess-<vault id>',
  vaultMembers: 'vaultMembers-<vault id>',
};

/** In which stream a fact lies, by wire name: as the folds that read it say. */
export const streamsByWireName = (): ReadonlyMap<string, string> => {
  const streams = new Map<string, string>(Object.entries(TOLD_ONLY));
  const files = sourceFiles('src/domain');
  for (const { path, text } of files) {
    for (const fold of text.split(/(?=\bcategory: ')/)) {
      const category = /^category: '(\w+)'/.exec(fold)?.[1];
      if (category === undefined) continue;
      // A fold too long for one file spreads in parts that lie beside it, named after it.
      const parts = files.filter((other) => other.path.startsWith(path.replace(/\.ts$/, '-')));
      for (const { text: steps } of [{ text: fold }, ...parts]) {
        for (const [, wireName] of steps.matchAll(/'(keyledger\.[a-z-]+\.v\d+)':/g)) {
          if (wireName === undefined || Object.hasOwn(TOLD_ONLY, wireName)) continue;
          streams.set(wireName, ID_OF[category] ?? `${category}-<${category} id>`);
        }
      }
    }
  }
  return streams;
};
