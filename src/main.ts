import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { pino } from 'pino';
import { Registry, collectDefaultMetrics } from 'prom-client';
import { banner, logReady } from './lifecycle/banner';
import { loadConfig } from './config/load-config';
import { loosePermissions } from './config/loose-permissions';
import { openApplication, type Application } from './application';
import { logDestination } from './lifecycle/log-destination';
import { whyNot } from './lifecycle/refuse-to-start';

/** Longer than all steps of an orderly stop together; whoever is not done by then is cut off. */
const STOP_MS = 75_000;

/** Garbage that a collection lets gather, in percent of what lives: V8's own choice would keep three times as much as is needed. */
const HEAP_GROWTH = 50;

/**
 * What the start leaves behind goes before anybody asks. V8 begins to reckon with what lives at the first full collection, and by
 * itself makes that one only when the heap is twice as large as it ever has to be.
 */
const collectOnce = (): void => {
  setFlagsFromString('--expose-gc');
  (runInNewContext('globalThis.gc') as (() => void) | undefined)?.();
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const refuseToStart = (error: unknown): never => {
  process.stderr.write(`${whyNot(error)}
`);
  process.exit(1);
};

/** The first of these signals stops the server; whatever comes after it changes nothing. */
const stopOn = (signals: readonly NodeJS.Signals[], application: Application): void => {
  let stopping = false;
  const stop = (): void => {
    if (stopping) {
      return;
    }
    stopping = true;
    setTimeout(() => process.exit(1), STOP_MS).unref();
    application.close().then(
      () => process.exit(0),
      (error: unknown) => refuseToStart(error),
    );
  };
  signals.forEach((signal) => process.on(signal, stop));
};

/** Whatever is written is for this user alone, also in a data folder that others may look into. */
const PRIVATE = 0o077;

const main = async (): Promise<void> => {
  process.umask(PRIVATE);
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH}`);
  const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { version: string };
  const config = loadConfig(process.env);
  const log = pino({ level: config.logLevel }, logDestination());
  // A person reads lines; whatever else reads standard output finds JSON on each of its lines.
  const atTerminal = process.stdout.isTTY;
  const note = (warning: string) => (atTerminal ? say(`Note: ${warning}`) : log.warn(warning));
  [...config.warnings, ...loosePermissions(process.env, config)].forEach(note);
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const application = await openApplication(config, { log, registry, version });
  stopOn(['SIGTERM', 'SIGINT'], application);
  const owners = await application.owners();
  collectOnce();
  const url = await application.server.listen();
  const ready = { version, url, config, owners };
  if (atTerminal) banner(ready).forEach(say);
  else logReady(log, ready);
};

main().catch(refuseToStart);
