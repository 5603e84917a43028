import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { EventStoreDouble } from '../../../../test/support/eventstoredb/event-store-double';
import { selfSigned } from '../../../../test/support/self-signed';
import { eventStoreUrl } from '../../../config/eventstore-url';
import { openEventStoreDb } from './open-eventstoredb';

describe('the name that a server is asked for', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-names-'));
  const certificate = selfSigned();
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, certificate.cert);
  let double: EventStoreDouble;
  beforeAll(async () => {
    double = await EventStoreDouble.start({ tls: certificate });
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    await double.end();
    rmSync(folder, { recursive: true });
  });

  const askedFor = async (host: string): Promise<ReadonlySet<unknown>> => {
    const connect = jest.spyOn(tls, 'connect');
    const url = double.url(`&tlsCAFile=${ca}`).replace('127.0.0.1', host);
    const store = await openEventStoreDb(eventStoreUrl(url), { startTimeoutMs: 0 });
    await store.close();
    return new Set(connect.mock.calls.map(([options]) => (options as tls.ConnectionOptions).servername));
  };

  it('is told', async () => {
    expect(await askedFor('localhost')).toEqual(new Set(['localhost']));
  });

  it('is none where an address is what is known', async () => {
    expect(await askedFor('127.0.0.1')).toEqual(new Set([undefined]));
  });

  it('is not needed to see that the certificate is for another address', async () => {
    const other = selfSigned({ address: [192, 0, 2, 1] });
    writeFileSync(ca, other.cert);
    await double.end();
    double = await EventStoreDouble.start({ tls: other });
    await expect(askedFor('127.0.0.1')).rejects.toThrow(/is not trusted \(ERR_TLS_CERT_ALTNAME_INVALID\)/);
  });
});
