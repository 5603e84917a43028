import type { Answer, Client } from '../support/application/client';
import { newFixture, type Fixture } from '../support/application/fixture';
import { ThreeServers, type Node } from '../support/application/three-servers';

/** How often the glass can be broken, counted alike by three servers whose clocks differ. */
const CALLS = 50;
const EMAIL = 'responder@example.com';
const servers = new ThreeServers();
let nodes: readonly Node[];
let fixture: Fixture;
beforeAll(async () => {
  const first = await servers.start();
  nodes = [first, ...(await Promise.all([servers.start(5_000), servers.start(-5_000)]))];
  fixture = await newFixture(first);
  const { owner, organizationId } = fixture;
  const role = { name: 'Responder', permissions: ['pam_vaults.break_glass'] };
  const { id: roleId } = await owner.ok('POST', '/roles', role);
  const { user } = await (await first.as(EMAIL)).ok('GET', '/me');
  await owner.ok('PUT', `/users/${user.id}/roles`, { roles: [{ roleId, organizationId }] });
}, 180_000);
afterAll(() => servers.end());

const codeOf = ({ status, body }: Answer): string => (status < 300 ? String(status) : `${status} ${body.code}`);

it('of fifty calls at once, spread over the servers, exactly three pass', async () => {
  const ids = await Promise.all(Array.from({ length: 10 }, async () => (await fixture.newIdentity()).id));
  const clients = await Promise.all(nodes.map((node) => node.as(EMAIL)));
  const answers = await Promise.all(
    Array.from({ length: CALLS }, (_, n) =>
      (clients[n % clients.length] as Client).post(`/identities/${ids[n % ids.length]}/break-glass`, { reason: 'x' }),
    ),
  );
  const codes = answers.map(codeOf);
  expect(codes.filter((code) => code === '201')).toHaveLength(3);
  expect(codes.filter((code) => code === '429 BREAK_GLASS_RATE_LIMITED')).toHaveLength(CALLS - 3);
  for (const { status, headers } of answers) {
    if (status === 429) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  }
  const { items } = await fixture.owner.ok('GET', '/audit?type=keyledger.break-glass-tried.v1&limit=200');
  expect(items).toHaveLength(3);
}, 180_000);
