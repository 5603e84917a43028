import { readFileSync } from 'node:fs';
import { BadConfiguration } from './bad-configuration';
import { shown } from './environment';

/** A file that a variable names. */
export const readNamedFile = (variable: string, path: string): Buffer => {
  try {
    return readFileSync(path);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new BadConfiguration(
      `${variable} names ${shown(path)}, which can't be read (${reason}); give the path of a file this user may read.`,
    );
  }
};
