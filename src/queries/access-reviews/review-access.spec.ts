import { EARLIER, NOW } from '../../../test/support/streams/a-vault';
import { fact } from '../../../test/support/streams/ground-of';
import { peopleOf, PLACES } from '../../../test/support/streams/people';
import { digest, viewOf, type Streams } from '../../../test/support/streams/view-of';
import type { Digest } from '../../kernel/digest';
import type { View } from '../../kernel/stream-reader';
import type { QueryAuthorization } from '../authorization/query-authorization';
import { callerPermissions } from '../../access/caller-permissions';
import { ReviewAccess, ReviewAccessHandler } from './review-access';

const PEOPLE = 1_000;
const names = Array.from({ length: PEOPLE }, (_, n) => `p${n}`);
const records: Streams = Object.fromEntries(
  names.map((name) => [
    `directory-${name}`,
    [fact('idp-user-created', { idpUserId: name, email: `${name}@x.org`, displayName: name, active: true })],
  ]),
);
const STREAMS: Streams = peopleOf(
  { manager: { here: ['pam_vaults.manage'] } },
  {
    ...PLACES,
    ...records,
    'vault-v': [
      fact('vault-created', { identityGroupId: 'v', organizationId: 'o', name: 'Production', createdAt: EARLIER }),
    ],
    'directoryGroup-g': [
      fact('idp-group-created', { idpGroupId: 'g', name: 'Everybody' }),
      ...names.map((idpUserId) => fact('idp-group-member-added', { idpGroupId: 'g', idpUserId })),
    ],
    'vaultAccess-v': [
      fact('grant-given', {
        organizationId: 'o',
        identityGroupId: 'v',
        grantId: 'a',
        principalType: 'group',
        principalId: 'g',
        level: 'checkout',
        grantedBy: 'manager',
        createdAt: EARLIER,
      }),
    ],
  },
);

test('a list of a thousand people is read as it is taken: a page holds no more than its own', async () => {
  const whole = viewOf(STREAMS);
  let read = 0;
  const view = {
    ...whole,
    load: (fold: { category: string }, id?: string) => {
      if (fold.category === 'directory') read += 1;
      return whole.load(fold as never, id);
    },
  } as View;
  const rights = await callerPermissions(view, { actor: { kind: 'user', userId: 'manager' } });
  const asking = { caller: async () => ({ view, now: NOW, rights }) } as unknown as QueryAuthorization;
  const get = async (id: string) => (id === 'v' ? { id, organizationId: 'o' } : undefined);
  const models = { readModel: () => ({ get, find: async () => [] }) } as never;
  const handler = new ReviewAccessHandler(asking, models, digest as Digest);
  const pages = await handler.execute(new ReviewAccess({} as never, { identityGroupId: 'v' }));
  const told: string[] = [];
  const readAt: number[] = [];
  for await (const page of pages) {
    readAt.push(read);
    expect(page.length).toBeLessThanOrEqual(200);
    told.push(...page.map(({ email }) => email));
  }
  expect(readAt).toEqual([200, 400, 600, 800, 1000, 1000]);
  expect(new Set(told).size).toBe(PEOPLE);
});
