import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { StateUnusable } from './state-unusable';

const somebodyAnswers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path);
    socket.on('connect', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('close', () => socket.destroy());
    socket.setTimeout(1000, () => socket.destroy());
  });

/**
 * Makes a state folder this process's alone until the answered function is called or the process is gone. Two agents on
 * one would use a sequence number twice, and the server would lock them. Throws {@link StateUnusable}.
 */
export const lockState = async (path: string): Promise<() => void> => {
  const listen = (): Promise<() => void> =>
    new Promise((resolve, reject) => {
      const server = createServer((socket) => socket.destroy());
      server.on('error', reject);
      server.listen(path, () => resolve(() => server.close()));
      server.unref();
    });
  try {
    return await listen();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') {
      throw new StateUnusable(`the state folder can't be locked: ${(error as Error).message}`);
    }
    if (await somebodyAnswers(path)) throw new StateUnusable(`another agent runs on this state folder (${path})`);
    // Left by a process that was killed.
    rmSync(path, { force: true });
    return listen();
  }
};
