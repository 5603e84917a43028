import { statSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { BadConfiguration } from './bad-configuration';
import type { Config, RootKeySource } from './config';
import { shown, type Environment } from './environment';
import { isAllOutside } from './stores';
import { variablesOf } from './variables-of';

/** Whatever a group or everybody else may do; an access control list shows in the group's part (acl(5)). */
const OTHERS = 0o077;
const OTHERS_WRITE = 0o022;
const ROOT = 0;

interface Watched {
  readonly what: string;
  readonly path: string;
  /** What `chmod` makes of it; `go-w`: a file that others may read, and not write. */
  readonly mode: '600' | '700' | 'go-w';
}

const statOf = (path: string): Stats | undefined => statSync(path, { throwIfNoEntry: false });

/** Symbolic links are followed: what they lead to is what others read. What can't be looked at is told where it is opened. */
const lookAt = ({ path, mode }: Watched): Stats | undefined => {
  try {
    const stats = statOf(path);
    return stats?.isDirectory() === (mode === '700') ? stats : undefined;
  } catch {
    return undefined;
  }
};

const troubleOf = (watched: Watched): string | undefined => {
  const stats = lookAt(watched);
  // Elsewhere permissions are no bits of a file.
  const self = process.getuid?.();
  if (stats === undefined || self === undefined) return undefined;
  const { what, path, mode } = watched;
  if (stats.uid !== self && stats.uid !== ROOT) {
    return `${what} ${shown(path)} belongs to another user (uid ${stats.uid}), who can ${mode === 'go-w' ? 'write' : 'read'} it: chown it to the user of the server (uid ${self})`;
  }
  if ((stats.mode & (mode === 'go-w' ? OTHERS_WRITE : OTHERS)) === 0) return undefined;
  return `${what} ${shown(path)} is open to others (mode ${(stats.mode & 0o777).toString(8)}): chmod ${mode} it`;
};

type Where = Pick<Config, 'dataDir' | 'evidenceKey' | 'rootKey' | 'secondRootKey' | 'sinks' | 'stores'>;

/** Whoever writes it adds an issuer of their own, and signs in as anybody. */
const issuersIn = (path: string | undefined): readonly Watched[] =>
  path === undefined ? [] : [{ what: 'The list of issuers (KEYLEDGER_JWT_ISSUERS_FILE)', path, mode: 'go-w' }];

/** The wrapped root key is no secret; the token that has it unwrapped is. */
const keyFilesOf = (source: RootKeySource): readonly Watched[] => {
  if (source.from === 'environment') return [];
  return source.from === 'transit'
    ? [{ what: 'The token of the transit engine', path: source.tokenFile, mode: '600' }]
    : [{ what: 'The root key file', path: source.path, mode: '600' }];
};

/** Whoever writes the file of facts makes facts up; whoever ships it elsewhere may read it. */
const sinkFilesOf = ({ file, https }: Config['sinks']): readonly Watched[] => [
  ...(file === undefined
    ? []
    : [{ what: 'The file of facts (KEYLEDGER_SINK_FILE)', path: file, mode: 'go-w' } as const]),
  ...(https?.tokenFile === undefined
    ? []
    : [{ what: 'The token of the outside sink', path: https.tokenFile, mode: '600' } as const]),
];

const watchedIn = ({ dataDir, evidenceKey, rootKey, secondRootKey, sinks, stores }: Where): readonly Watched[] => [
  ...(isAllOutside(stores)
    ? []
    : [
        { what: 'The data folder (KEYLEDGER_DATA_DIR)', path: dataDir, mode: '700' } as const,
        { what: 'The folder of backups', path: join(dataDir, 'backups'), mode: '700' } as const,
      ]),
  ...(evidenceKey.from === 'own-key'
    ? []
    : [{ what: 'The evidence key file', path: evidenceKey.path, mode: '600' } as const]),
  ...sinkFilesOf(sinks),
  ...[rootKey, secondRootKey].flatMap((source) => (source === undefined ? [] : keyFilesOf(source))),
];

/**
 * Whoever reads the root key and the data opens every credential. Refuses a start with either open to others, or with a list
 * of issuers that others can write, unless
 * `KEYLEDGER_ALLOW_LOOSE_PERMISSIONS=1`: then the answer is a warning for each. What isn't there yet is made for its user alone.
 * Throws {@link BadConfiguration}.
 */
export const loosePermissions = (env: Environment, where: Where): readonly string[] => {
  const { KEYLEDGER_ALLOW_LOOSE_PERMISSIONS: allowed, KEYLEDGER_JWT_ISSUERS_FILE: issuers } = variablesOf(env);
  const troubles = [...watchedIn(where), ...issuersIn(issuers)]
    .map(troubleOf)
    .filter((trouble) => trouble !== undefined);
  const [first] = troubles;
  if (first !== undefined && !allowed) {
    throw new BadConfiguration(`${first}, or set KEYLEDGER_ALLOW_LOOSE_PERMISSIONS=1 to start all the same.`);
  }
  return troubles.map((trouble) => `${trouble}.`);
};
