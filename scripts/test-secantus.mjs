import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { say, stop } from './say.mjs';

// The contract suites of what lies in MongoDB, and the questions of docs/mongodb.md, on SecantusDB: a server of the protocol
// that others wrote, with views and validators. Its program is named by KEYLEDGER_SECANTUS, as `.ci/run` installs it.
const program = process.env.KEYLEDGER_SECANTUS;
if (!program) stop('there is no SecantusDB; name its secantusd-py, from PyPI, in KEYLEDGER_SECANTUS.');

const server = spawn(program, ['--host', '127.0.0.1', '--port', '0', '--storage-path', ':memory:'], {
  stdio: ['ignore', 'pipe', 'pipe'],
});
process.on('exit', () => server.kill());
let text = '';
const port = new Promise((resolve) => {
  const hear = (chunk) => {
    text += chunk;
    const found = /listening on 127\.0\.0\.1:(\d+)/.exec(text);
    if (found) resolve(found[1]);
  };
  server.stdout.on('data', hear);
  server.stderr.on('data', hear);
});
const ended = once(server, 'exit').then(() => stop(`SecantusDB ended before it served: ${text.trim().slice(-500)}`));
process.env.MONGODB_URL = `mongodb://127.0.0.1:${await Promise.race([port, ended])}`;
say(`read models and sealed values on SecantusDB at ${process.env.MONGODB_URL}.`);
process.argv.push('--config', 'jest.secantus.config.cjs');
await import('./test.mjs');
