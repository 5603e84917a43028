import { isInstalled, start } from './mongo-server.mjs';
import { stop } from './say.mjs';

// A MongoDB for tests that kill it: `node scripts/serve-mongo.mjs FOLDER` says its URL and serves until it is killed or its
// standard input ends.
if (!isInstalled()) stop('there is no MongoDB server for tests; run `node scripts/mongo-for-tests.mjs` once.');
const { url } = await start(process.argv[2]);
process.stdout.write(`${url}\n`);
process.stdin.resume().on('end', () => process.exit(0));
