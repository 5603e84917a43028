import { pino } from 'pino';
import { chooseReadSide } from '../src/adapters/choose-read-side';
import { loadReadSideConfig } from '../src/config/load-read-side-config';
import { errorLog } from '../src/lifecycle/error-log';
import { logDestination } from '../src/lifecycle/log-destination';
import { whyNot } from '../src/lifecycle/refuse-to-start';
import { PROJECTIONS } from './catalog';
import { Projections } from './engine/projections';
import { SHARED_BY_DEFAULT } from './engine/shared-projection';

const refuseToStart = (error: unknown): never => {
  process.stderr.write(`${whyNot(error)}\n`);
  process.exit(1);
};

/** The read side as a process of its own, beside servers that fill read models too or leave it to this one. */
const main = async (): Promise<void> => {
  const config = loadReadSideConfig(process.env);
  const log = pino({ level: config.logLevel }, logDestination());
  const { subscriptions, readStore, lease, clock, close } = await chooseReadSide(config, {
    onWarning: (warning) => log.warn(warning),
    onError: errorLog(log),
  });
  const projections = new Projections(
    PROJECTIONS,
    subscriptions,
    readStore,
    clock,
    {
      onStopped: (name, error) => log.error({ projection: name, err: error }, 'projection stopped'),
      onProgress: (name, progress) => log.info({ projection: name, ...progress }, 'projection rebuilding'),
      onError: (name, error) => log.error({ projection: name, err: error }, 'projection in trouble'),
    },
    { ...SHARED_BY_DEFAULT, lease },
  );
  await projections.start();
  log.info('Keyledger fills read models.');
  const stop = () => {
    projections
      .stop()
      .then(close)
      .then(() => process.exit(0), refuseToStart);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
};

main().catch(refuseToStart);
