import { createServer, type AddressInfo, type Socket } from 'node:net';
import { BSON } from 'mongodb';

type Answer = Readonly<Record<string, unknown>>;

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER = 16;

export const HELLO: Answer = {
  ok: 1,
  helloOk: true,
  ismaster: true,
  isWritablePrimary: true,
  minWireVersion: 0,
  maxWireVersion: 17,
  maxBsonObjectSize: 16_777_216,
  maxMessageSizeBytes: 48_000_000,
  maxWriteBatchSize: 100_000,
  saslSupportedMechs: ['SCRAM-SHA-256'],
};

const commandOf = (message: Buffer, code: number): Answer => {
  // OP_QUERY: flags, a collection's name that ends with a zero, two numbers; OP_MSG: flags and the kind of its one section.
  const start = code === OP_QUERY ? message.indexOf(0, HEADER + 4) + 9 : HEADER + 5;
  return BSON.deserialize(message.subarray(start, start + message.readInt32LE(start)));
};

const replyTo = (message: Buffer, code: number, answer: Answer): Buffer => {
  const before = code === OP_QUERY ? Buffer.alloc(20) : Buffer.alloc(5);
  if (code === OP_QUERY) before.writeInt32LE(1, 16);
  const body = Buffer.concat([before, BSON.serialize(answer)]);
  const header = Buffer.alloc(HEADER);
  header.writeInt32LE(HEADER + body.length, 0);
  header.writeInt32LE(message.readInt32LE(4), 8);
  header.writeInt32LE(code === OP_QUERY ? OP_REPLY : OP_MSG, 12);
  return Buffer.concat([header, body]);
};

/** Speaks as much of the MongoDB wire protocol as a refusal takes: for what the test server can't be made to say. */
export const scriptedServer = async (answer: (command: string) => Answer) => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let pending = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      while (pending.length >= HEADER && pending.length >= pending.readInt32LE(0)) {
        const message = pending.subarray(0, pending.readInt32LE(0));
        pending = pending.subarray(message.length);
        const code = message.readInt32LE(12);
        const [name = ''] = Object.keys(commandOf(message, code));
        socket.write(replyTo(message, code, answer(name.toLowerCase())));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    at: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
