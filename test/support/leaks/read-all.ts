import type { Client } from '../application/client';
import { onEngines } from '../application/engines';
import { until } from '../until';

/** Everything anybody can read. */
export const readAll = async (owner: Client, organizationId: string): Promise<void> => {
  if (!onEngines) {
    await owner.post('/operations/backups');
    await until('the backup', async () => (await owner.ok('GET', '/operations/backups')).items.length === 1);
  }
  const { items: identities } = await owner.ok('GET', '/identities?limit=200');
  const streams = identities.flatMap(({ id }: { id: string }) => [`identity-${id}`, `reveal-${id}`]);
  const replayed = [...streams, `organization-${organizationId}`, `denied-${organizationId}`];
  const paths = [
    '/audit?limit=200',
    '/audit/export?format=csv',
    '/audit/export?format=jsonl',
    '/sessions',
    '/organizations',
    '/hosts',
    `/organizations/${organizationId}`,
    '/identity-groups',
    '/users',
    '/roles',
    '/operations/projections',
    '/openapi.json',
    '//docs',
    '//metrics',
    '//health/ready',
    '//health/live',
    ...replayed.map((name) => `/streams/${name}`),
  ];
  for (const path of paths) {
    const { status } = await owner.get(path);
    expect([path, status === 404 && path.startsWith('/streams/reveal-') ? 200 : status]).toEqual([path, 200]);
  }
};
