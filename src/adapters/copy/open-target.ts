import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../config/config';
import { prepareDataDir } from '../../config/prepare-data-dir';
import { isAllOutside } from '../../config/stores';
import { StoreUnavailable } from '../../kernel/store-errors';
import type { DisposableStack } from '../disposable-stack';
import type { Connection } from '../event-store/eventstoredb/connection';
import { identifyLog, logIdAt } from '../event-store/eventstoredb/log-identity';
import { giveBackConnection, takeConnection } from '../event-store/eventstoredb/sole-connection';
import { whyNoAnswer, type ServerAddress } from '../event-store/eventstoredb/why-no-answer';
import { MaterialDatabase } from '../material-store/mongodb/material-database';
import type { CopyMark } from '../material-store/copy-mark';
import { assertNoServer } from '../mongodb/assert-no-server';
import { Mongo } from '../mongodb/mongo';
import { lockDataFolder } from '../sqlite/data-folder-lock';
import { embeddedLogTarget } from './embedded-log-target';
import { EventStoreDbLogTarget } from './eventstoredb-log-target';
import { holdAlone } from './hold-alone';
import type { LogTarget } from './log-target';
import { openMaterialEnd, type MaterialEnd } from './material-end';
import { NotCopied } from './not-copied';

const notEmpty = (): NotCopied =>
  new NotCopied(
    'The stores to copy into are not empty: what is there is no unfinished copy of this log. Name empty ones. Nothing was written.',
  );

const movedAlready = ({ where, at }: CopyMark): NotCopied =>
  new NotCopied(`This log was moved to ${where} at ${at} already; copy it from there. Nothing was copied.`);

/** Where a log and its values arrive. */
export interface CopyTarget {
  readonly material: MaterialEnd;
  /** Present while another attempt at the same copy has begun already. */
  readonly begun?: CopyMark;
  /** Opens the log itself, from which moment on it is this one's. Throws {@link NotCopied} for another's. */
  openLog(logId: string): Promise<LogTarget>;
}

const connected = async (
  endpoint: ServerAddress & { readonly url: string; readonly callMs?: number },
  opened: DisposableStack,
): Promise<{ readonly connection: Connection; readonly logId: string | undefined }> => {
  const connection = takeConnection(endpoint.url, endpoint.callMs);
  opened.add({ close: giveBackConnection });
  try {
    return { connection, logId: await logIdAt(connection) };
  } catch (error) {
    throw new StoreUnavailable(await whyNoAnswer(endpoint), { cause: error });
  }
};

const FILES = ['events.db', 'material.db', 'reads.db', 'presence.db', 'evidence.db'];

/**
 * Looks at the stores that a log is to be copied into, which must be empty or hold the beginning of the same copy. Nothing is
 * written but empty files into an empty folder. Throws {@link NotCopied}, and what opening stores throws.
 */
export const openTarget = async (
  config: Config,
  { logId, left }: { readonly logId: string; readonly left: CopyMark | undefined },
  opened: DisposableStack,
): Promise<CopyTarget> => {
  const { dataDir, stores } = config;
  const refused = () => (left === undefined ? notEmpty() : movedAlready(left));
  if (!isAllOutside(stores)) {
    prepareDataDir(dataDir);
    opened.add({ close: lockDataFolder(dataDir) });
  }
  const mongo = stores.mongodbUrl === undefined ? undefined : opened.add(await Mongo.open(stores.mongodbUrl));
  if (mongo !== undefined) await assertNoServer(mongo);
  const there = stores.eventStore === undefined ? undefined : await connected(stores.eventStore, opened);
  if (there?.logId !== undefined && there.logId !== logId) throw refused();
  const files = FILES.filter((name) => !isAllOutside(stores) && existsSync(join(dataDir, name)));
  const inMongo =
    mongo !== undefined && stores.material === 'mongodb' ? await new MaterialDatabase(mongo).moving() : undefined;
  // A file is not made beside others: half a vault must not look like a whole one.
  if (files.length > 0 && inMongo === undefined && !files.includes('material.db')) throw refused();
  const material = opened.add(await openMaterialEnd(config, mongo));
  const begun = await material.moving();
  if (begun === undefined) {
    const isBegun = there?.logId !== undefined || files.includes('events.db') || !(await material.isEmpty());
    if (isBegun || left !== undefined) throw refused();
  } else if (begun.state !== 'arriving' || begun.logId !== logId || (left?.copyId ?? begun.copyId) !== begun.copyId) {
    throw refused();
  }
  if (mongo !== undefined) opened.add(await holdAlone(mongo));
  return {
    material,
    ...(begun === undefined ? {} : { begun }),
    openLog: async (id) => {
      if (there === undefined) return opened.add(embeddedLogTarget(join(dataDir, 'events.db'), id));
      if ((await identifyLog(there.connection, id)) !== id) throw refused();
      return new EventStoreDbLogTarget(there.connection);
    },
  };
};
