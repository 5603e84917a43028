import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../test/support/until';
import { importFile } from './import';

/** A server that refuses whatever comes before it has read it, and keeps connections for as long as others do. */
let folder: string;
let server: Server;
let [opened, closed] = [0, 0];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-import-'));
  server = createServer((_, response) => {
    response.writeHead(404, { 'content-type': 'application/problem+json' });
    response.end(JSON.stringify({ code: 'NOT_FOUND', detail: 'There is no such organization.' }));
  });
  server.keepAliveTimeout = 0;
  server.on('connection', (socket) => {
    opened += 1;
    socket.on('error', () => undefined);
    socket.on('close', () => (closed += 1));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => ([opened, closed] = [0, 0]));
afterAll(() => {
  rmSync(folder, { recursive: true });
  server.closeAllConnections();
  server.close();
});

const run = (file: string) => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const args = [file, '--organization', 'o', '--format', 'jsonl'];
  return importFile.run(args, { KEYLEDGER_URL: url, KEYLEDGER_TOKEN: 'token' });
};
const nothingIsOpen = () => until('every connection to be closed', () => closed === opened);

test('once a file is refused the rest of it is not sent', async () => {
  const large = join(folder, 'large.jsonl');
  writeFileSync(large, '');
  truncateSync(large, 256 * 1024 * 1024);
  await expect(run(large)).rejects.toThrow('404 NOT_FOUND There is no such organization.');
  await nothingIsOpen();
});

test('a file that can not be read leaves no request open', async () => {
  await expect(run(folder)).rejects.toThrow('EISDIR');
  await nothingIsOpen();
});
