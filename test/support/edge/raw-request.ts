import { connect } from 'node:net';

/** Writes bytes to a server as they are, and answers everything it said until it closed. */
export const rawRequest = (url: string, bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const heard: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket
      .on('data', (part: Buffer) => heard.push(part))
      .on('error', reject)
      .on('close', () => resolve(Buffer.concat(heard).toString()));
  });
