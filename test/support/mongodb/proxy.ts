import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { urlOf } from './databases';

type Mode = 'through' | 'hanging' | 'gone';

/** Stands between an application and MongoDB, and can be a network that is cut or a server that hangs. */
export class MongoProxy {
  private mode: Mode = 'through';
  private readonly sockets = new Set<Socket>();
  private server?: Server;
  private port = 0;

  /** `target`: host and port of the server behind, which may be another one from the next connection on. */
  constructor(public target = new URL(urlOf('').replace(/^mongodb(\+srv)?:/, 'http:')).host) {}

  async start(): Promise<this> {
    const server = createServer((socket) => this.accept(socket));
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
    return this;
  }

  /** Of a database behind it; the driver is kept from going to the members of a replica set past it. */
  url(database: string): string {
    const url = urlOf(database, `127.0.0.1:${this.port}`);
    return `${url}${url.includes('?') ? '&' : '?'}directConnection=true`;
  }

  /** Nobody listens any more, and what was connected is cut. */
  async cut(): Promise<void> {
    this.mode = 'gone';
    this.drop();
    await new Promise((resolve) => this.server?.close(resolve));
  }

  /** Accepts everything and answers nothing. */
  hang(): void {
    this.mode = 'hanging';
    this.sockets.forEach((socket) => socket.unpipe());
  }

  async mend(): Promise<void> {
    const wasGone = this.mode === 'gone';
    this.mode = 'through';
    this.drop();
    if (wasGone) await this.start();
  }

  private accept(socket: Socket): void {
    this.keep(socket);
    if (this.mode !== 'through') return;
    const [host, port] = this.target.split(':');
    const behind = connect(Number(port), host);
    this.keep(behind);
    socket.pipe(behind);
    behind.pipe(socket);
    socket.on('close', () => behind.destroy());
    behind.on('close', () => socket.destroy());
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
  }

  private drop(): void {
    this.sockets.forEach((socket) => socket.destroy());
  }
}
