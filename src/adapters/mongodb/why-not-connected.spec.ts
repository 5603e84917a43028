import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { HELLO, scriptedServer } from '../../../test/support/mongodb/scripted-server';
import { selfSigned } from '../../../test/support/self-signed';
import { StoreUnavailable } from '../../kernel/store-errors';
import { Mongo } from './mongo';

const PASSWORD = 's3cret-of-the-url';
const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing.splice(0)) await close();
});

const listening = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const scripted = async (answer: (command: string) => Readonly<Record<string, unknown>>): Promise<string> => {
  const { at, close } = await scriptedServer(answer);
  closing.push(close);
  return at;
};

const refusalAt = async (at: string, options = ''): Promise<string> => {
  const error: unknown = await Mongo.open(`mongodb://me:${PASSWORD}@${at}/keyledger${options}`).then(
    () => new Error('it was let in'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StoreUnavailable);
  const { message } = error as Error;
  expect(message).not.toContain(PASSWORD);
  expect(message).not.toContain('\n');
  return message;
};

const refusing = (code: number) => (command: string) =>
  command === 'hello' || command === 'ismaster' ? HELLO : { ok: 0, code, errmsg: 'no' };

describe('why a MongoDB can not be used is told in one line that says what to do, without the password', () => {
  it.concurrent('nobody listens there', async () => {
    const server = createServer();
    const at = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    expect(await refusalAt(at)).toMatch(/^No MongoDB answers at 127.0.0.1:\d+; start it/);
  });

  it.concurrent('a server of another kind does', async () => {
    const server = createHttpServer((_, response) => response.end('hello'));
    closing.push(() => server.closeAllConnections());
    expect(await refusalAt(await listening(server))).toMatch(/does not answer as a MongoDB does/);
  });

  it.concurrent('what listens never answers', async () => {
    const server = createServer((socket) => void closing.push(() => socket.destroy()));
    expect(await refusalAt(await listening(server))).toMatch(/does not answer as a MongoDB does/);
  });

  it.concurrent('user or password are wrong', async () => {
    expect(await refusalAt(await scripted(refusing(18)))).toMatch(/refuses the user or the password of MONGODB_URL/);
  });

  it.concurrent('the user may do nothing there', async () => {
    const at = await scripted((command) =>
      command.startsWith('sasl')
        ? { ok: 1, conversationId: 1, done: true, payload: Buffer.alloc(0) }
        : refusing(13)(command),
    );
    const message = await Mongo.open(`mongodb://${at}/keyledger`).catch(({ message: said }: Error) => said);
    expect(message).toMatch(/does not let the user of MONGODB_URL into the database; give that user readWrite/);
  });

  it.concurrent('the server is too old', async () => {
    expect(await refusalAt(await scripted(() => ({ ...HELLO, maxWireVersion: 6 })))).toMatch(
      /is too old; .* needs 4.4/,
    );
  });

  it.concurrent('the certificate is nobody’s that is trusted', async () => {
    const server = createTlsServer(selfSigned());
    expect(await refusalAt(await listening(server), '?tls=true')).toMatch(
      /certificate .* is not one that is trusted; name/,
    );
  });

  it.concurrent('what listens does not speak TLS', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('no TLS here, thank you');
    });
    expect(await refusalAt(await listening(server), '?tls=true')).toMatch(/does not speak TLS as MONGODB_URL asks/);
  });

  it.concurrent('the file of its authority is not there', async () => {
    expect(await refusalAt('127.0.0.1:1', '?tls=true&tlsCAFile=/no/such.pem')).toMatch(
      /^MONGODB_URL names the file \/no\/such.pem, which is not there/,
    );
  });

  it.concurrent('the URL says what the driver does not know', async () => {
    expect(await refusalAt('127.0.0.1:1', '?nonsense=1')).toMatch(/^MONGODB_URL is no connection string the driver/);
  });
});
