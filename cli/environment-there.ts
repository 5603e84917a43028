import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { BadConfiguration } from '../src/config/bad-configuration';
import type { Environment } from '../src/config/environment';

/** The new place is under the same root key: what the file says nothing of is as it is here. */
const ROOT_KEY = /^KEYLEDGER_(?:ROOT_KEY|TRANSIT_)/;
/** And with it whether others may read its file. */
const COMMON = /^KEYLEDGER_(?:ROOT_KEY|TRANSIT_|ALLOW_LOOSE_PERMISSIONS$)/;

const variablesIn = (path: string): Environment => {
  try {
    return parseEnv(readFileSync(path, 'utf8')) as Environment;
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'it is no list of variables';
    throw new BadConfiguration(`${path} can't be read (${why}); give a file of NAME=value lines.`);
  }
};

/**
 * What the servers of the new place will be started with: the variables in a file, and where it names no root key the one of here.
 * Errors: {@link BadConfiguration}.
 */
export const environmentThere = (env: Environment, path: string): Environment => {
  const there = variablesIn(path);
  const namesKey = Object.keys(there).some((name) => ROOT_KEY.test(name));
  const common = namesKey ? [] : Object.entries(env).filter(([name]) => COMMON.test(name));
  return { ...Object.fromEntries(common), ...there };
};
