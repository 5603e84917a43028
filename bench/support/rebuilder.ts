import { join } from 'node:path';
import { auditTrail } from '../../projections/audit-trail/projector';
import { Projections } from '../../projections/engine/projections';
import type { Projector } from '../../src/kernel/projector';
import { openStores } from './stores';

const MODEL = auditTrail.schema.name;
const SAMPLE_MS = 100;

/** What a rebuild took, and the memory of its process while it ran, in bytes. */
export interface Rebuilt {
  readonly ms: number;
  readonly memory: readonly number[];
}

const onMongo = (dataDir: string, url: string) => ({
  KEYLEDGER_READ_STORE: 'mongodb',
  KEYLEDGER_MATERIAL_STORE: 'embedded',
  MONGODB_URL: url,
  KEYLEDGER_ROOT_KEY_FILE: join(dataDir, 'root.key'),
});

/**
 * The projection engine with the audit model alone, in a process of its own so that its memory can be told. Fills the
 * model, says so, then rebuilds it each time it is told to. Run with the data folder
 * as argument, and the URL of a MongoDB database where the model is to lie there.
 */
const rebuilder = async (dataDir: string, mongodbUrl?: string): Promise<void> => {
  const stores = await openStores(dataDir, mongodbUrl === undefined ? {} : onMongo(dataDir, mongodbUrl));
  const fail = (what: string, error: unknown): never => {
    process.stderr.write(`${what}: ${String(error)}\n`);
    process.exit(1);
  };
  const projectors = [auditTrail as unknown as Projector<unknown>];
  const projections = new Projections(projectors, stores.subscriptions, stores.readStore, stores.clock, {
    onStopped: fail,
    onError: fail,
    onProgress: () => undefined,
  });
  await projections.start();
  await projections.waitFor([MODEL], await stores.eventStore.head(), 600_000);
  const rebuild = async (): Promise<Rebuilt> => {
    const memory: number[] = [];
    const began = performance.now();
    await projections.rebuild(MODEL);
    while ((await projections.status()).some(({ state }) => state === 'rebuilding')) {
      memory.push(process.memoryUsage.rss());
      await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
    }
    return { ms: performance.now() - began, memory };
  };
  process.on('message', () => {
    rebuild().then(
      (rebuilt) => process.send?.(rebuilt),
      (error: unknown) => fail('rebuild', error),
    );
  });
  process.once('disconnect', () => process.exit(0));
  process.send?.('filled');
};

rebuilder(process.argv[2] ?? '', process.argv[3]).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
