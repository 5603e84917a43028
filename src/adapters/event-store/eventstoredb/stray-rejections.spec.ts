import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const RUN_TYPESCRIPT = join(__dirname, '../../../../test/support/run-typescript.cjs');
const GUARD = join(__dirname, 'stray-rejections.ts');

/** Standard output of a process that rejects for nobody with an error of this stack, and would speak if it lived on. */
const said = (stack: string): string =>
  spawnSync(
    process.execPath,
    [
      '-r',
      RUN_TYPESCRIPT,
      '-e',
      `require(${JSON.stringify(GUARD)}).ignoreStrayRejections();
       void Promise.reject(Object.assign(new Error('stray'), { stack: ${JSON.stringify(stack)} }));
       setImmediate(() => process.stdout.write('alive'));`,
    ],
    { encoding: 'utf8' },
  ).stdout;

test('a rejection that the client gives to nobody ends no process', () => {
  const place = '/app/node_modules/@eventstore/db-client/dist/streams/appendToStream/batchAppend.js:16:10';
  expect(said(`Error: stray\n    at ${place}`)).toBe('alive');
});

test('anybody else’s does', () => {
  expect(said('Error: stray\n    at /app/dist/src/main.js:1:1')).toBe('');
});
