import { fstatSync, lstatSync, openSync, closeSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Others may not even read it (a password, a key), or may read but not write it (a configuration, a public key). */
export type Guard = 'secret' | 'trusted';

interface OwnerAndMode {
  readonly uid: number;
  readonly mode: number;
}

const FORBIDDEN: Readonly<Record<Guard, number>> = { secret: 0o077, trusted: 0o022 };
const WRITE_OF_OTHERS = 0o022;
const STICKY = 0o1000;

const isOurs = ({ uid }: OwnerAndMode): boolean => uid === 0 || uid === process.getuid?.();

const octal = (mode: number): string => (mode & 0o7777).toString(8).padStart(4, '0');

const ofFile = (path: string, stats: OwnerAndMode, guard: Guard): string | undefined => {
  if (!isOurs(stats)) return `${path} belongs to another user (uid ${stats.uid})`;
  if ((stats.mode & FORBIDDEN[guard]) === 0) return undefined;
  return guard === 'secret'
    ? `others can get at ${path} (mode ${octal(stats.mode)}): chmod 600 it, and replace what it holds`
    : `others can write ${path} (mode ${octal(stats.mode)}): chmod 644 it`;
};

/** In a sticky folder of root (`/tmp`) nobody can put another file in the place of ours. */
const ofFolder = (path: string, stats: OwnerAndMode): string | undefined => {
  if (!isOurs(stats)) return `the folder ${path} belongs to another user (uid ${stats.uid})`;
  const isOpen = (stats.mode & WRITE_OF_OTHERS) !== 0 && (stats.mode & STICKY) === 0;
  return isOpen ? `others can write the folder ${path} (mode ${octal(stats.mode)}): chmod 755 it` : undefined;
};

/** Every folder above, up to the root. */
const above = (path: string): readonly string[] => {
  const folder = dirname(path);
  return folder === path ? [] : [folder, ...above(folder)];
};

/** The folders that decide what a path leads to: those above each link on the way, and above what is found in the end. */
const foldersOf = (path: string): readonly string[] => {
  const links: string[] = [];
  for (let at = resolve(path), steps = 0; steps < 40; steps += 1) {
    links.push(at);
    if (!lstatSync(at).isSymbolicLink()) break;
    at = resolve(dirname(at), readlinkSync(at));
  }
  return [...new Set([...links, realpathSync(path)].flatMap(above).map((folder) => realpathSync(folder)))];
};

/** Why a path is not safe from other users of this machine, as ssh judges its keys. Undefined: it is. Throws when it is not there. */
export const exposure = (path: string, guard: Guard): string | undefined => {
  const file = openSync(path, 'r');
  try {
    const found = ofFile(path, fstatSync(file), guard);
    return (
      found ??
      foldersOf(path)
        .map((folder) => ofFolder(folder, lstatSync(folder)))
        .find((each) => each !== undefined)
    );
  } finally {
    closeSync(file);
  }
};

/** The text of a file that other users can't get at, or alter. Throws a plain error with the reason, never with the text. */
export const readSafely = (path: string, guard: Guard): string => {
  const found = exposure(path, guard);
  if (found !== undefined) throw new Error(found);
  return readFileSync(path, 'utf8');
};
