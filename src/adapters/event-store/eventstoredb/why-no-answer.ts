import { connect } from 'node:http2';
import { isIP } from 'node:net';

export interface Host {
  readonly address: string;
  readonly port: number;
}

/** How a server is reached, as its connection string says. */
export interface ServerAddress {
  readonly hosts: readonly Host[];
  readonly tls: boolean;
  /** PEM of the authority to trust; absent: those of the system. */
  readonly ca?: Buffer;
}

const TIMEOUT_MS = 3000;
const NOBODY = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'];
const CERTIFICATE = /CERT|SIGNATURE|ISSUER|ALTNAME/;
const PLAIN_WHERE_TLS = ['ERR_SSL_WRONG_VERSION_NUMBER', 'EPROTO', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'];

/** The code a connection fails with; `''` when HTTP/2 is spoken there, `SILENT` when nothing is. */
const codeAt = (scheme: string, { address, port }: Host, ca?: Buffer): Promise<string> =>
  new Promise((resolve) => {
    const session = connect(`${scheme}://${address}:${port}`, {
      ...(ca === undefined ? {} : { ca }),
      // RFC 6066 § 3 knows no addresses as server names.
      ...(isIP(address) === 0 ? {} : { servername: '' }),
    });
    const end = (code: string) => {
      clearTimeout(timer);
      session.destroy();
      resolve(code);
    };
    const timer = setTimeout(() => end('SILENT'), TIMEOUT_MS);
    session.once('remoteSettings', () => end(''));
    session.once('close', () => end('CLOSED'));
    session.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? 'UNKNOWN'));
  });

/** What is wrong with a server that gave no answer a client understands, found by trying its door; one line, and what to do. */
export const whyNoAnswer = async ({ hosts, tls, ca }: ServerAddress): Promise<string> => {
  const [host] = hosts;
  if (host === undefined) {
    return 'EVENTSTORE_URL names no host.';
  }
  const where = `${host.address}:${host.port}`;
  const code = await codeAt(tls ? 'https' : 'http', host, ca);
  if (NOBODY.includes(code)) {
    return `No event store can be reached at ${where} (${code}); start it, or mend EVENTSTORE_URL.`;
  }
  if (tls && CERTIFICATE.test(code)) {
    return `The certificate of the event store at ${where} is not trusted (${code}); name the authority that signed it with tlsCAFile in EVENTSTORE_URL.`;
  }
  if (tls && PLAIN_WHERE_TLS.includes(code)) {
    return `What answers at ${where} does not speak TLS (${code}); mend EVENTSTORE_URL, or add tls=false for a server without.`;
  }
  if (code === 'SILENT') {
    return `What listens at ${where} takes connections and answers nothing; look whether the event store there is hung, or mend EVENTSTORE_URL.`;
  }
  if (code !== '') {
    return `What answers at ${where} is no EventStoreDB${tls ? '' : ', or one that wants TLS'} (${code}); mend EVENTSTORE_URL.`;
  }
  return `What answers at ${where} does not answer as an EventStoreDB does; look whether it is one and has a leader, or mend EVENTSTORE_URL.`;
};
