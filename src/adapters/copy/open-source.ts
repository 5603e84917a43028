import { existsSync } from 'node:fs';
import { BadConfiguration } from '../../config/bad-configuration';
import type { Config } from '../../config/config';
import { isAllOutside } from '../../config/stores';
import { assertBothFiles } from '../assert-both-files';
import type { DisposableStack } from '../disposable-stack';
import type { CopyMark } from '../material-store/copy-mark';
import { assertNoServer } from '../mongodb/assert-no-server';
import { Mongo } from '../mongodb/mongo';
import { openLogAndValues, type LogAndValues } from '../open-log-and-values';
import { systemClock } from '../outside/system-clock';
import { rootKeysOf } from '../root-key/root-keys-of';
import { rootKeyMark } from '../sealing/root-key-mark';
import { lockDataFolder } from '../sqlite/data-folder-lock';
import { holdAlone } from './hold-alone';
import { openMaterialEnd, type MaterialEnd } from './material-end';
import { NotCopied } from './not-copied';

/** The log that is copied, and its values: nobody else works on them. */
export interface Source {
  readonly log: LogAndValues;
  readonly material: MaterialEnd;
  /** A database is not locked as a folder is: whoever can start a server there is looked for again. */
  readonly mongo: Mongo | undefined;
  /** Present where an attempt was ended after all had arrived. */
  readonly left?: CopyMark;
}

/** Throws {@link NotCopied} for another root key at the other end, what fetching root keys throws, `ServerAtWork`, and what opening stores throws. */
export const openSource = async (from: Config, to: Config, opened: DisposableStack): Promise<Source> => {
  const { dataDir, stores } = from;
  if (!isAllOutside(stores)) {
    if (!existsSync(dataDir)) throw new BadConfiguration(`There is nothing in ${dataDir}; set KEYLEDGER_DATA_DIR.`);
    opened.add({ close: lockDataFolder(dataDir) });
  }
  const rootKeys = await rootKeysOf(from, { make: false });
  const there = await rootKeysOf(to, { make: false });
  if (rootKeyMark(rootKeys.rootKey) !== rootKeyMark(there.rootKey) || rootKeys.second !== undefined) {
    throw new NotCopied(
      'Both ends need the same root key, and no second one: values are copied as they are sealed. Change it before or afterwards. Nothing was copied.',
    );
  }
  if (stores.events === 'embedded' && stores.material === 'embedded') assertBothFiles(dataDir);
  const mongo = stores.mongodbUrl === undefined ? undefined : opened.add(await Mongo.open(stores.mongodbUrl));
  if (mongo !== undefined) {
    await assertNoServer(mongo);
    opened.add(await holdAlone(mongo));
  }
  const how = { mongo, rootKeys, clock: systemClock, told: {}, opened, moved: 'copied' } as const;
  const log = await openLogAndValues(from, how);
  const material = opened.add(await openMaterialEnd(from, mongo));
  const left = await material.moving();
  if (left?.state === 'arriving') {
    throw new NotCopied('What is to be copied is an unfinished copy itself; finish that first. Nothing was copied.');
  }
  return { log, material, mongo, ...(left === undefined ? {} : { left }) };
};
