import { relative, resolve, isAbsolute } from 'node:path';
import type { Config, RootKeySource } from './config';
import { backupSchedule } from './backups';
import type { Environment } from './environment';
import { evidenceKeySource, evidencePolicy } from './evidence-key-source';
import { evidenceTimestamps } from './evidence-timestamps';
import { externalIssuers } from './external-issuer';
import { firstOwner } from './first-owner';
import { listenConfig } from './listen';
import { notificationsConfig } from './notifications';
import { fillsReadModels } from './read-side';
import { rootKeySource, secondRootKeySource } from './root-key-source';
import { sinksConfig } from './sinks';
import { storesConfig } from './stores';
import { tlsWarnings } from './tls-warnings';
import { tracingConfig } from './tracing';
import { unknownVariables } from './unknown-variables';
import { variablesOf } from './variables-of';

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

/** The environment as one validated object. Throws {@link BadConfiguration}, with a line for each value that can't be used. */
export const loadConfig = (env: Environment): Config => {
  const variables = variablesOf(env);
  const dataDir = resolve(variables.KEYLEDGER_DATA_DIR);
  const issuers = externalIssuers(variables);
  const stores = storesConfig(variables);
  const rootKey = rootKeySource(variables, dataDir, stores);
  const secondRootKey = secondRootKeySource(variables);
  const listen = listenConfig(variables);
  const tracing = tracingConfig(variables);
  const backups = backupSchedule(variables, stores);
  return frozen({
    listen,
    dataDir,
    stores,
    fillsReadModels: fillsReadModels(variables, stores),
    rootKey,
    ...(secondRootKey === undefined ? {} : { secondRootKey }),
    evidenceKey: evidenceKeySource(variables, dataDir, stores),
    ...evidencePolicy(variables),
    ...evidenceTimestamps(variables),
    externalIssuers: issuers,
    ...firstOwner(
      variables,
      issuers.map(({ issuer }) => issuer),
    ),
    notifications: notificationsConfig(variables),
    sinks: sinksConfig(variables),
    logLevel: variables.KEYLEDGER_LOG_LEVEL,
    ...(backups === undefined ? {} : { backups }),
    ...(tracing === undefined ? {} : { tracing }),
    warnings: [...unknownVariables(env), ...tlsWarnings(listen.tls), ...keyBesideData(rootKey, dataDir)],
  });
};
