import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A network between a client and one server, which can be cut and can swallow everything: a fault that real servers have too. */
export class Line {
  private readonly sockets = new Set<Socket>();
  private hanging = false;
  private server: Server | undefined;
  private port = 0;

  private constructor(private readonly there: { readonly address: string; readonly port: number }) {}

  static async to(there: { readonly address: string; readonly port: number }): Promise<Line> {
    const line = new Line(there);
    await line.listen();
    return line;
  }

  /** The connection string with this line's end in place of its one host, and nobody asked for another way there. */
  url(url: string): string {
    const [, credentials = '', rest = ''] = /^esdb(?:\+discover)?:\/\/([^@/?]*@)?[^/?]+(.*)$/.exec(url) ?? [];
    return `esdb://${credentials}127.0.0.1:${this.port}${rest}`;
  }

  /** Nobody listens any more; what is under way is lost. */
  async cut(): Promise<void> {
    const closed = new Promise((resolve) => this.server?.close(resolve));
    this.drop();
    await closed;
  }

  /** Connections stay open, and nothing comes through. */
  hang(): void {
    this.hanging = true;
    this.sockets.forEach((socket) => socket.pause().unpipe());
  }

  /** As new; what was under way is lost. */
  async mend(): Promise<void> {
    this.hanging = false;
    this.drop();
    if (this.server?.listening !== true) await this.listen();
  }

  private async listen(): Promise<void> {
    const server = createServer((socket) => this.join(socket));
    this.server = server;
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
  }

  private join(here: Socket): void {
    const there = connect(this.there.port, this.there.address);
    for (const [socket, other] of [
      [here, there],
      [there, here],
    ] as const) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
      if (!this.hanging) socket.pipe(other);
    }
  }

  private drop(): void {
    this.sockets.forEach((socket) => socket.destroy());
  }
}
