import { relative, resolve, isAbsolute } from 'node:path';
import type { Config, RootKeySource } from './config';
import { backupSchedule } from './backups';
import { valueOf, type Environment } from './environment';
import { evidencePolicy } from './evidence-policy';
import { evidenceKeySource } from './evidence-key-source';
import { externalIssuers } from './external-issuer';
import { firstOwner } from './first-owner';
import { listenConfig } from './listen';
import { logLevel } from './log-level';
import { notificationsConfig } from './notifications';
import { fillsReadModels } from './read-side';
import { rootKeySource, secondRootKeySource } from './root-key-source';
import { sinksConfig } from './sinks';
import { storesConfig } from './stores';
import { tlsWarnings } from './tls-warnings';
import { tracingConfig } from './tracing';
import { unknownVariables } from './unknown-variables';

const liesIn = (folder: string, path: string): boolean => {
  const way = relative(folder, path);
  return !way.startsWith('..') && !isAbsolute(way);
};

const keyBesideData = (rootKey: RootKeySource, dataDir: string): readonly string[] =>
  (rootKey.from === 'file' || rootKey.from === 'data-folder') && liesIn(dataDir, rootKey.path)
    ? [
        `The root key lies beside the data, in ${dataDir}: who copies that folder can open every credential; keep the key elsewhere and set KEYLEDGER_ROOT_KEY_FILE.`,
      ]
    : [];

const frozen = <T extends object>(value: T): T => {
  for (const part of Object.values(value)) {
    // Bytes can't be frozen; everything around them is.
    if (typeof part === 'object' && part !== null && !ArrayBuffer.isView(part)) frozen(part as object);
  }
  return Object.freeze(value);
};

/** The environment as one validated object. Throws {@link BadConfiguration} for the first value that can't be used. */
export const loadConfig = (env: Environment): Config => {
  const dataDir = resolve(valueOf(env, 'KEYLEDGER_DATA_DIR') ?? './data');
  const issuers = externalIssuers(env);
  const stores = storesConfig(env);
  const rootKey = rootKeySource(env, dataDir, stores);
  const secondRootKey = secondRootKeySource(env);
  const listen = listenConfig(env);
  const tracing = tracingConfig(env);
  const backups = backupSchedule(env, stores);
  return frozen({
    listen,
    dataDir,
    stores,
    fillsReadModels: fillsReadModels(env, stores),
    rootKey,
    ...(secondRootKey === undefined ? {} : { secondRootKey }),
    evidenceKey: evidenceKeySource(env, dataDir, stores),
    ...evidencePolicy(env),
    externalIssuers: issuers,
    ...firstOwner(
      env,
      issuers.map(({ issuer }) => issuer),
    ),
    notifications: notificationsConfig(env),
    sinks: sinksConfig(env),
    logLevel: logLevel(env),
    ...(backups === undefined ? {} : { backups }),
    ...(tracing === undefined ? {} : { tracing }),
    namesOwner: valueOf(env, 'KEYLEDGER_OWNER_EMAIL') !== undefined,
    warnings: [...unknownVariables(env), ...tlsWarnings(listen.tls), ...keyBesideData(rootKey, dataDir)],
  });
};
