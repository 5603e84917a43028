import { once } from 'node:events';
import { createServer as createPlain, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createSecure } from 'node:tls';
import { selfSigned } from '../self-signed';

/** Messages of a stream in frames of counted octets; throws where it is none, and for a last one that is half. */
export const framesOf = (bytes: Buffer): readonly string[] => {
  const messages: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const blank = bytes.indexOf(' ', at);
    const count = /^[1-9]\d*$/.exec(bytes.subarray(at, blank).toString())?.[0];
    if (count === undefined) throw new Error(`no octet count at ${at}`);
    const end = blank + 1 + Number(count);
    if (end > bytes.length) throw new Error('a frame is cut off');
    messages.push(bytes.subarray(blank + 1, end).toString());
    at = end;
  }
  return messages;
};

/** A syslog receiver, over TLS unless told otherwise, that behaves as it is told. */
export class SyslogReceiver {
  /** Of connections that were read to their end. */
  readonly got: string[] = [];
  connections = 0;
  behaves: 'well' | 'hangs' | 'closes mid-frame' = 'well';
  readonly ca: string;
  private readonly open = new Set<Socket>();
  private readonly server: Server;

  constructor({ secure = true }: { readonly secure?: boolean } = {}) {
    const { cert, key } = selfSigned();
    this.ca = cert;
    const serve = (socket: Socket) => this.serve(socket);
    this.server = secure ? createSecure({ cert, key }, serve) : createPlain(serve);
    this.server.on('tlsClientError', () => undefined);
  }

  async start(port = 0): Promise<number> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
    return (this.server.address() as AddressInfo).port;
  }

  async end(): Promise<void> {
    this.open.forEach((socket) => socket.destroy());
    this.server.close();
    await once(this.server, 'close');
  }

  private serve(socket: Socket): void {
    this.connections += 1;
    this.open.add(socket);
    socket.on('close', () => this.open.delete(socket));
    socket.on('error', () => undefined);
    if (this.behaves === 'hangs') return void socket.pause();
    const pieces: Buffer[] = [];
    socket.on('data', (piece: Buffer) => {
      pieces.push(piece);
      if (this.behaves === 'closes mid-frame') socket.destroy();
    });
    socket.on('end', () => this.got.push(...framesOf(Buffer.concat(pieces))));
  }
}
