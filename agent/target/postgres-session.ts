import { Client } from 'pg';

const CONNECT_LIMIT_MS = 10_000;
const STATEMENT_LIMIT_MS = 20_000;

export interface PostgresDoor {
  /** A name, an address, or the folder of the server's socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password?: string;
  /** PEM of the authority that signed the server's certificate: TLS, or nothing. */
  readonly ca?: string;
}

/** The server asked for the password itself, or for its MD5: whatever listens there would get to know it. */
export class PasswordAskedInClear extends Error {
  constructor() {
    super('the server asks for the password itself instead of a SCRAM proof');
    this.name = 'PasswordAskedInClear';
  }
}

/**
 * Connects, works, disconnects. The password is proved by SCRAM or not at all: who else listens on the port while the
 * server is down learns nothing. Rejects with pg's errors (`code`: SQLSTATE) or {@link PasswordAskedInClear}.
 */
export const withPostgres = async <Result>(
  door: PostgresDoor,
  work: (client: Client) => Promise<Result>,
): Promise<Result> => {
  let inClear = false;
  const { ca, password, ...where } = door;
  const client = new Client({
    ...where,
    application_name: 'keyledger-agent',
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    statement_timeout: STATEMENT_LIMIT_MS,
    query_timeout: STATEMENT_LIMIT_MS + 5000,
    password: () => {
      if (inClear) throw new PasswordAskedInClear();
      return password ?? '';
    },
    ...(ca === undefined ? {} : { ssl: { ca } }),
  });
  for (const way of ['authenticationCleartextPassword', 'authenticationMD5Password']) {
    client.connection.on(way, () => (inClear = true));
  }
  // After a failure a second one, of the socket, may follow; unheard it would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await Promise.race([client.end(), new Promise((resolve) => setTimeout(resolve, 1000).unref())]).catch(
      () => undefined,
    );
    client.connection.stream.destroy();
  }
};
