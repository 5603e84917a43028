import { startDouble } from './event-store-double.mjs';
import { say } from './say.mjs';

// The same tests as of a node with files of its own, on the engines that several nodes share.
process.argv.push('--config', 'jest.engines.config.cjs');
await import('./mongo-for-tests.mjs');
const double = await startDouble();
process.env.KEYLEDGER_TEST_DOUBLE = double.at;
process.env.KEYLEDGER_TEST_DOUBLE_LOG = double.log;
process.on('exit', double.end);
say('events in a double of EventStoreDB, read models and sealed values in MongoDB; then each of them alone.');
await import('./test.mjs');
