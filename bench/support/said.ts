import type { ChildProcess } from 'node:child_process';

/** The next message of a process; throws when it ends before. */
export const said = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as T));
    child.once('exit', (code) => reject(new Error(`the rebuilding process ended with ${code}`)));
  });
