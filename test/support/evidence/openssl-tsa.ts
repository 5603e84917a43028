import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { der, INTEGER, SEQUENCE } from '../../../wire/timestamp/der';
import { parseTimestampResponse } from '../../../wire/timestamp/response';
import { parseTimestampToken, TST_INFO } from '../../../wire/timestamp/token';

/** Whether `openssl ts` can run here: Debian and most others bring it along. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

const CONFIG = (folder: string) => `
[ tsa ]
default_tsa = one
[ one ]
dir = ${folder}
serial = ${folder}/serial
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[ stamping ]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[ not_critical ]
extendedKeyUsage = timeStamping
[ for_servers ]
extendedKeyUsage = critical,timeStamping,serverAuth
[ middle ]
basicConstraints = critical,CA:true,pathlen:0
keyUsage = critical,keyCertSign
[ root ]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign
[ req ]
distinguished_name = name
[ name ]
`;

/** A certificate of such an authority: its kind is a section of the configuration. */
export interface TsaCertificate {
  readonly kind?: 'stamping' | 'not_critical' | 'for_servers';
  readonly key?: 'ec' | 'rsa';
  /** Negative: it ended before it began. */
  readonly days?: number;
}

const NEW_KEY = {
  ec: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  rsa: ['-newkey', 'rsa:2048'],
} as const;

/** A real time-stamping authority: a root, an authority in the middle, and certificates that it issued, all by openssl. */
export const opensslTsa = () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-tsa-'));
  const at = (name: string) => join(folder, name);
  const openssl = (args: readonly string[]) => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  writeFileSync(at('tsa.cnf'), CONFIG(folder));
  writeFileSync(at('serial'), '01\n');
  const request = (name: string, key: 'ec' | 'rsa' = 'ec') =>
    openssl(
      ['req', '-new', '-nodes', '-config', at('tsa.cnf'), '-subj', `/O=Audit/CN=${name}`].concat(NEW_KEY[key], [
        '-keyout',
        at(`${name}.key`),
        '-out',
        at(`${name}.csr`),
      ]),
    );
  const issue = (name: string, section: string, by: readonly string[], days = 100) =>
    openssl(
      ['x509', '-req', '-in', at(`${name}.csr`), '-days', String(days), '-extfile', at('tsa.cnf')].concat(
        ['-extensions', section, '-out', at(`${name}.pem`)],
        by,
      ),
    );
  const by = (issuer: string) => ['-CA', at(`${issuer}.pem`), '-CAkey', at(`${issuer}.key`), '-CAcreateserial'];
  request('root');
  issue('root', 'root', ['-signkey', at('root.key')]);
  request('middle');
  issue('middle', 'middle', by('root'));

  const certified = (name: string, { kind = 'stamping', key = 'ec', days = 100 }: TsaCertificate = {}) => {
    request(name, key);
    issue(name, kind, by('middle'), days);
  };

  /** What the authority answers a request by a certificate. Throws where openssl itself refuses to use it. */
  const reply = (query: Buffer, name: string, chain = ['middle']): Buffer => {
    writeFileSync(at('query'), query);
    writeFileSync(at('chain.pem'), chain.map((each) => readFileSync(at(`${each}.pem`), 'utf8')).join(''));
    openssl(
      ['ts', '-reply', '-config', at('tsa.cnf'), '-queryfile', at('query'), '-signer', at(`${name}.pem`)].concat([
        '-inkey',
        at(`${name}.key`),
        '-chain',
        at('chain.pem'),
        '-out',
        at('reply'),
      ]),
    );
    return readFileSync(at('reply'));
  };
  /** The same, signed with a certificate that `openssl ts` itself would not use: another of its commands does not look. */
  const replyAnyway = (query: Buffer, name: string): Buffer => {
    const response = parseTimestampResponse(reply(query, 'tsa'));
    if (!('token' in response)) throw new Error(response.refused);
    writeFileSync(at('info'), parseTimestampToken(response.token).info);
    openssl(
      ['cms', '-sign', '-binary', '-nodetach', '-cades', '-md', 'sha256', '-outform', 'DER', '-in', at('info')].concat(
        ['-econtent_type', TST_INFO, '-signer', at(`${name}.pem`), '-inkey', at(`${name}.key`)],
        ['-certfile', at('middle.pem'), '-out', at('token')],
      ),
    );
    return der(SEQUENCE, der(SEQUENCE, der(INTEGER, Buffer.alloc(1))), readFileSync(at('token')));
  };
  certified('tsa');
  return {
    folder,
    ca: readFileSync(at('root.pem'), 'utf8'),
    caFile: at('root.pem'),
    pem: (name: string) => readFileSync(at(`${name}.pem`), 'utf8'),
    certified,
    reply,
    replyAnyway,
    end: () => rmSync(folder, { recursive: true }),
  };
};

export type OpensslTsa = ReturnType<typeof opensslTsa>;

/** Serves an authority over HTTP. `answer`: what it says to a request; undefined: nothing, ever. */
export const tsaServer = async (
  answer: (
    query: Buffer,
  ) => Buffer | { readonly status: number; readonly headers?: Record<string, string> } | undefined,
): Promise<{ readonly url: string; readonly server: Server; readonly queries: Buffer[]; end(): Promise<void> }> => {
  const queries: Buffer[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const query = Buffer.concat(pieces);
      queries.push(query);
      const said = answer(query);
      if (said === undefined) return;
      if (Buffer.isBuffer(said)) response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(said);
      else response.writeHead(said.status, said.headers ?? {}).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsa`,
    server,
    queries,
    end: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};
