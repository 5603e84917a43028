import { Worker } from 'node:worker_threads';
import { storeError } from './store-error';

/**
 * Runs in a thread of its own, on a connection of its own: a copy takes as long as the file is large, and requests go on.
 * Inline, so that it is the same whether this file runs compiled or under a transformer. A bind in an array, as the driver
 * takes no other safely.
 */
const COPY = `
  const { parentPort, workerData } = require('node:worker_threads');
  const Driver = require('libsql');
  try {
    const database = new Driver(workerData.from, { timeout: 5000 });
    database.prepare('VACUUM INTO ?').run([workerData.to]);
    database.close();
    parentPort.postMessage({});
  } catch (error) {
    parentPort.postMessage({ code: error.code, message: error.message });
  }`;

interface Outcome {
  readonly code?: string;
  readonly message?: string;
}

/** Copies a SQLite file as it is at one moment, while others write to it. The target must not exist. */
export const copyDatabase = async (from: string, to: string): Promise<void> => {
  const outcome = await new Promise<Outcome>((resolve, reject) => {
    const worker = new Worker(COPY, { eval: true, workerData: { from, to } });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  if (outcome.message !== undefined) {
    throw storeError(from, Object.assign(new Error(outcome.message), { code: outcome.code ?? 'SQLITE_IOERR' }));
  }
};
