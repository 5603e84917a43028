import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../config/config';
import { openEvidenceFile } from '../evidence/embedded-evidence-store';
import type { MaterialStore } from '../../kernel/material-store';
import { embeddedMaterialStore } from '../material-store/embedded/embedded-material-store';
import { MaterialFile } from '../material-store/embedded/material-file';
import { MaterialDatabase } from '../material-store/mongodb/material-database';
import { mongoMaterialStore } from '../material-store/mongodb/mongo-material-store';
import type { CopyMark } from '../material-store/copy-mark';
import { Marks } from '../mongodb/marks';
import type { Mongo } from '../mongodb/mongo';
import { openPresenceFile, takeOverPresence } from '../presence/presence-file';
import { openReadFile } from '../read-store/embedded/read-file';
import type { Database } from '../sqlite/database';
import { embeddedTables } from './embedded-tables';
import { mongoTables } from './mongo-tables';
import { TABLE_NAMES, TABLES, type Part, type TableName, type Tables } from './tables';

/** Sealed values and what lies with them, at one end of a copy. */
export interface MaterialEnd {
  readonly tables: Tables;
  readonly store: MaterialStore;
  moving(): Promise<CopyMark | undefined>;
  setMoving(moving: CopyMark | undefined): Promise<void>;
  /** Under this name and bound to this log from now on. */
  become(id: string, logId: string, sealMark: string | undefined): Promise<void>;
  isEmpty(): Promise<boolean>;
  close(): void;
}

const hasRows = async (tables: Tables, name: TableName): Promise<boolean> => {
  for await (const page of tables.read(name)) return page.length > 0;
  return false;
};

/** Is there a row in none of them? */
const isBare = async (tables: Tables): Promise<boolean> => {
  for (const name of TABLE_NAMES) if (await hasRows(tables, name)) return false;
  return true;
};

/** A former release kept it among the read models. */
const openPresenceIn = (dataDir: string): Database => {
  const presence = openPresenceFile(join(dataDir, 'presence.db'));
  const readsPath = join(dataDir, 'reads.db');
  if (existsSync(readsPath)) {
    const reads = openReadFile(readsPath);
    takeOverPresence(presence, reads);
    reads.close();
  }
  return presence;
};

const files = (dataDir: string, parts: readonly Part[]) => {
  const material = parts.includes('material') ? new MaterialFile(join(dataDir, 'material.db')) : undefined;
  const presence = parts.includes('presence') ? openPresenceIn(dataDir) : undefined;
  const evidence = parts.includes('evidence') ? openEvidenceFile(join(dataDir, 'evidence.db')) : undefined;
  return {
    material,
    databases: { material: material?.database, presence, evidence },
    close: () => {
      material?.close();
      for (const database of [presence, evidence]) {
        database?.settle();
        database?.close();
      }
    },
  };
};

/**
 * Opens what the configuration names. What a server keeps in a database and what in files follows the same rules as when it
 * starts: presence lies in the database wherever there is one.
 */
export const openMaterialEnd = async ({ dataDir, stores }: Config, mongo: Mongo | undefined): Promise<MaterialEnd> => {
  const values = stores.material === 'mongodb' ? mongo : undefined;
  const there: readonly Part[] = [
    ...(values === undefined ? [] : (['material', 'evidence'] as const)),
    ...(mongo === undefined ? [] : (['presence'] as const)),
  ];
  const here = (['material', 'presence', 'evidence'] as const).filter((part) => !there.includes(part));
  const { material, databases, close } = files(dataDir, here);
  const embedded = here.length === 0 ? undefined : embeddedTables(databases);
  const inMongo = mongo === undefined ? undefined : mongoTables(mongo);
  const sideOf = (name: TableName): Tables => {
    const side = there.includes(TABLES[name].part) ? inMongo : embedded;
    if (side === undefined) throw new Error(`there is no place for ${name}`);
    return side;
  };
  const tables: Tables = {
    read: (name) => sideOf(name).read(name),
    write: (name, rows) => sideOf(name).write(name, rows),
    clear: (name) => sideOf(name).clear(name),
  };
  const database = values === undefined ? undefined : await new MaterialDatabase(values).open();
  const store = database === undefined ? material && embeddedMaterialStore(material) : mongoMaterialStore(database);
  if (store === undefined) throw new Error('there is no place for sealed values');
  return {
    tables,
    store,
    moving: async () => (database === undefined ? material?.moving() : database.moving()),
    setMoving: async (moving) => {
      await (database === undefined ? material?.setMoving(moving) : database.setMoving(moving));
    },
    become: async (id, logId, sealMark) => {
      material?.become(id, logId);
      await database?.become(id, logId);
      if (sealMark === undefined) return;
      material?.keepSealMark(sealMark);
      await database?.keepSealMark(sealMark);
    },
    isEmpty: async () => {
      const bound = (await database?.logId()) ?? material?.logId();
      const reads = mongo === undefined ? undefined : await new Marks(mongo).find('log of the read models');
      return bound === undefined && reads === undefined && (await isBare(tables));
    },
    close,
  };
};
