import { grow } from '../../kernel/fold';
import { agentOf } from '../../../test/support/a-rotation';
import { MADE, subject } from '../../../test/support/streams/a-held-identity';
import { EARLIER, LATER, NOW } from '../../../test/support/streams/a-vault';
import { checkedOut } from '../../../test/support/streams/asked-act';
import { fact } from '../../../test/support/streams/ground-of';
import { hostAtWork } from '../../../test/support/streams/hosts-at-work';
import { grant } from '../../../test/support/streams/reach';
import type { Streams } from '../../../test/support/streams/view-of';
import { POWERS_OF } from './powers-of';

const organization = { organizationId: 'o' };
const settings = { breakGlassMinutes: 60, revealDuringExclusiveCheckout: false };
const ORGANIZATION = [
  fact('organization-created', { ...organization, name: 'Acme', settings, createdAt: EARLIER }),
  fact('organization-secret-set', { ...organization, secretVersion: 2 }),
];
const vault = { ...organization, identityGroupId: 'v' };
const VAULT = [fact('vault-created', { ...vault, name: 'Servers', createdAt: EARLIER })];
const HOST = hostAtWork('h')['host-h'] ?? [];
const agentId = agentOf('h');
const about = { hostId: 'h', organizationId: 'org1' };
const token = (tokenId: string) =>
  fact('host-join-token-issued', { ...about, tokenId, tokenHash: '#', expiresAt: LATER, issuedBy: 'b' });

/** What of a stream is told to give somebody something, by how much. */
const powersOf = (category: string, facts: Streams[string]) => {
  const giving = POWERS_OF.get(category);
  if (giving === undefined) throw new Error(`${category} gives nothing`);
  return giving.powers(grow(giving.fold, giving.fold.initial as never, facts)).map(([key, { rank }]) => [key, rank]);
};
const ms = (time: string) => Date.parse(time);

test.each<[string, string, Streams[string], readonly unknown[]]>([
  [
    'a grant: its level, and that it has no end',
    'vaultAccess',
    [grant('a', { user: 'ann' }), grant('b', { user: 'ann' }, { level: 'view_vault', expiresAt: NOW })],
    [
      ['grant:a level', 3],
      ['grant:a until', Infinity],
      ['grant:b level', 1],
      ['grant:b until', ms(NOW)],
    ],
  ],
  [
    'a host, its agent and the keys of that one',
    'host',
    HOST,
    [
      ['active', 1],
      [`agent:${agentId} works`, 1],
      [`agent:${agentId} key signing`, 1],
    ],
  ],
  [
    'an agent that was revoked works no more',
    'host',
    [...HOST, fact('agent-revoked', { ...about, agentId, reason: 'by_person' })],
    [
      ['active', 1],
      [`agent:${agentId} works`, 0],
      [`agent:${agentId} key signing`, 1],
    ],
  ],
  [
    'a join token until it is used',
    'host',
    [...HOST.slice(0, 1), token('t'), token('other'), ...HOST.slice(1)],
    [
      ['active', 1],
      [`agent:${agentId} works`, 1],
      [`agent:${agentId} key signing`, 1],
      ['joinToken:other', 1],
    ],
  ],
  ['a host that is deleted', 'host', [...HOST.slice(0, 1), fact('host-deleted', about)], []],
  [
    'a vault with its settings',
    'vault',
    VAULT,
    [
      ['active', 1],
      [expect.stringMatching(/^settings \{.*"name":"Servers".*\}$/), 1],
    ],
  ],
  [
    'a vault that is deleted',
    'vault',
    [...VAULT, fact('vault-deleted', vault)],
    [[expect.stringMatching(/^settings /), 1]],
  ],
  [
    'an organization; a newer secret is less',
    'organization',
    ORGANIZATION,
    [
      ['active', 1],
      ['secret', -2],
      [expect.stringMatching(/^settings \{"breakGlassMinutes":60,/), 1],
    ],
  ],
  [
    'an organization that is deleted',
    'organization',
    [...ORGANIZATION, fact('organization-deleted', organization)],
    [
      ['secret', -2],
      [expect.stringMatching(/^settings /), 1],
    ],
  ],
  [
    'an identity; a newer value is less',
    'identity',
    [MADE],
    [
      ['exists', 2],
      ['value', -1],
      ['quiet', 1],
      [expect.stringMatching(/^settings \{/), 1],
    ],
  ],
  [
    'a session, until it ends',
    'identity',
    [MADE, checkedOut('i.s', 'ann')],
    [
      ['session:i.s', ms(LATER)],
      ['exists', 2],
      ['value', -1],
      ['quiet', 1],
      [expect.stringMatching(/^settings /), 1],
    ],
  ],
  [
    'an identity of which a rotation is due',
    'identity',
    [MADE, checkedOut('i.s', 'ann'), fact('rotation-owed', { ...subject, trigger: 'use' })],
    [
      ['session:i.s', ms(LATER)],
      ['exists', 2],
      ['value', -1],
      [expect.stringMatching(/^settings /), 1],
    ],
  ],
  [
    'an identity that is deleted is there still, less',
    'identity',
    [MADE, fact('identity-deleted', { ...subject, deletedAt: NOW })],
    [
      ['exists', 1],
      ['value', -1],
      ['quiet', 1],
      [expect.stringMatching(/^settings /), 1],
    ],
  ],
])('what a stream gives: %s', (_, category, facts, powers) => {
  expect(powersOf(category, facts)).toEqual(powers);
});
