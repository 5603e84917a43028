import { Client } from 'pg';
import { FEWEST_ITERATIONS, UnsafeLogin, type UnsafeMethod } from './unsafe-login';

const CONNECT_LIMIT_MS = 10_000;
const STATEMENT_LIMIT_MS = 20_000;

export interface PostgresEndpoint {
  /** A name, an address, or the folder of the server's socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password?: string;
  /** PEM of the authority that signed the server's certificate: TLS, or nothing. */
  readonly ca?: string;
}

const iterationsIn = (serverFirst: string): number => Number(/(?:^|,)i=(\d+)(?:,|$)/.exec(serverFirst)?.[1] ?? 0);

/** Marks what the server asks for, before the client answers it. */
const watchLogin = ({ connection }: Client): (() => UnsafeMethod | undefined) => {
  let unsafe: UnsafeMethod | undefined;
  connection.on('authenticationCleartextPassword', () => (unsafe = 'clear'));
  connection.on('authenticationMD5Password', () => (unsafe = 'md5'));
  connection.on('authenticationSASLContinue', (message: { data: string }) => {
    if (iterationsIn(message.data) >= FEWEST_ITERATIONS) return;
    unsafe = 'weak';
    // Heard before the client's own handler, which so finds nothing that it could prove anything by.
    message.data = '';
  });
  return () => unsafe;
};

/**
 * Connects, works, disconnects. The password is proved by SCRAM or not at all: who else listens on the port while the
 * server is down learns nothing. Rejects with pg's errors (`code`: SQLSTATE) or {@link UnsafeLogin}.
 */
export const withPostgres = async <Result>(
  endpoint: PostgresEndpoint,
  work: (client: Client) => Promise<Result>,
): Promise<Result> => {
  const { ca, password, ...where } = endpoint;
  const client = new Client({
    ...where,
    application_name: 'keyledger-agent',
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    statement_timeout: STATEMENT_LIMIT_MS,
    query_timeout: STATEMENT_LIMIT_MS + 5000,
    password: () => {
      const way = unsafe();
      if (way !== undefined) throw new UnsafeLogin(way);
      return password ?? '';
    },
    ...(ca === undefined ? {} : { ssl: { ca } }),
  });
  const unsafe = watchLogin(client);
  // After a failure a second one, of the socket, may follow; unheard it would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } catch (error) {
    const way = unsafe();
    throw way === undefined ? error : new UnsafeLogin(way);
  } finally {
    await Promise.race([client.end(), new Promise((resolve) => setTimeout(resolve, 1000).unref())]).catch(
      () => undefined,
    );
    client.connection.stream.destroy();
  }
};
