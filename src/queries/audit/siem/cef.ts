import { nounOf, saidBy, type ExportedEntry } from './exported-entry';
import { mappedOf } from './ocsf-mapping';

/** What would end a line, and what a terminal or a parser may take for more than text. */
const CONTROLS = /[\p{Cc}\u2028\u2029]/gu;

/** In a header backslash and pipe are escaped; it can hold no line break, which becomes a blank. */
const header = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')
    .replaceAll(/\r\n|[\r\n\t]/g, ' ')
    .replaceAll(CONTROLS, ' ');

/** In a value backslash, equals sign and line break are escaped; a pipe is not. */
export const cefValue = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll('=', '\\=')
    .replaceAll('\r\n', '\\n')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll(CONTROLS, ' ');

/** CEF counts from 0 to 10. */
const SEVERITY = [0, 1, 3, 5, 8, 10] as const;

type Extension = (entry: ExportedEntry) => string | number | undefined;

/** Names of the CEF dictionary, and numbered fields with a label each for what it has none for. */
const EXTENSIONS: Readonly<Record<string, Extension>> = {
  rt: ({ time }) => Date.parse(time),
  externalId: ({ id }) => id,
  act: nounOf,
  outcome: ({ outcome }) => (outcome === 'refused' ? 'failure' : 'success'),
  suid: ({ actor: { userId, name } }) => userId ?? name,
  suser: ({ actor: { email, name } }) => email ?? name,
  duser: ({ userEmail, principalName }) => userEmail ?? principalName,
  src: ({ ip }) => (ip?.includes(':') === true ? undefined : ip),
  c6a2: ({ ip }) => (ip?.includes(':') === true ? ip : undefined),
  requestClientApplication: ({ userAgent }) => userAgent,
  dhost: ({ hostName }) => hostName,
  reason: ({ reason, code }) => reason ?? code,
  cs1: ({ leaf }) => leaf?.hash,
  cn1: ({ leaf }) => leaf?.index,
  cs2: ({ organizationName, organizationId }) => organizationName ?? organizationId,
  cs3: ({ identityGroupName, identityGroupId }) => identityGroupName ?? identityGroupId,
  cs4: ({ identityName, identityId }) => identityName ?? identityId,
  cs5: ({ sessionId }) => sessionId,
  cs6: (entry) => entry.code ?? saidBy(entry, 'endedBy'),
  cn2: ({ durationMinutes }) => durationMinutes,
  flexString1: ({ position }) => position,
  // A fact that holds a signed checkpoint takes it along: who has the line has the checkpoint.
  msg: (entry) => saidBy(entry, 'checkpoint') ?? saidBy(entry, 'lastCheckpoint'),
};

const LABELS: Readonly<Record<string, string>> = {
  c6a2: 'Source IPv6 Address',
  cs1: 'leafHash',
  cs2: 'organization',
  cs3: 'vault',
  cs4: 'identity',
  cs5: 'session',
  cs6: 'code',
  cn1: 'leaf',
  cn2: 'durationMinutes',
  flexString1: 'position',
};

/** What a line begins with, the last pipe included. `severity` as CEF counts. */
export const cefHead = (type: string, name: string, severity: number): string =>
  `${['CEF:0', 'Keyledger', 'Keyledger', '1', type, name].map(header).join('|')}|${severity}|`;

/** An entry as a line of CEF, without the line's end: nothing that somebody was called can begin another field or line. */
export const cefLine = (entry: ExportedEntry): string => {
  const noun = nounOf(entry);
  const fields = Object.entries(EXTENSIONS).flatMap(([name, told]) => {
    const said = told(entry);
    if (said === undefined || said === '') return [];
    const label = Object.hasOwn(LABELS, name) ? [`${name}Label=${LABELS[name]}`] : [];
    return [`${name}=${cefValue(String(said))}`, ...label];
  });
  return `${cefHead(entry.type, noun.replaceAll('-', ' '), SEVERITY[mappedOf(entry).severity] ?? 0)}${fields.join(' ')}`;
};
