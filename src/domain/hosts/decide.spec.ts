import { grow } from '../../kernel/fold';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import { createHost, deleteHost, renameHost } from './decide';
import type { HostEvent } from './events';
import { host, type HostState } from './state';

const NOW = '2026-03-01T12:00:00.000Z';
const record = { hostId: 'h', organizationId: 'o', name: 'web-1', createdAt: NOW };
const created: HostEvent = { type: 'keyledger.host-created.v1', data: record };
const renamed: HostEvent = {
  type: 'keyledger.host-renamed.v1',
  data: { hostId: 'h', organizationId: 'o', name: 'web-2' },
};
const deleted: HostEvent = { type: 'keyledger.host-deleted.v1', data: { hostId: 'h', organizationId: 'o' } };

type Decide = (state: HostState) => readonly HostEvent[] | Refusal;

test.each<[string, readonly HostEvent[], Decide, readonly HostEvent[]]>([
  ['created', [], (s) => createHost(s, record), [created]],
  ['created again, by a repeated request', [created], (s) => createHost(s, record), []],
  ['renamed', [created], (s) => renameHost(s, 'h', 'web-2'), [renamed]],
  ['renamed to its own name', [created, renamed], (s) => renameHost(s, 'h', 'web-2'), []],
  ['deleted', [created], (s) => deleteHost(s, 'h'), [deleted]],
])('a host is %s', (_, facts, decide, then) => {
  expect(decide(grow(host, host.initial, facts))).toEqual(then);
});

test.each<[string, readonly HostEvent[], Decide]>([
  ['renaming one there is not', [], (s) => renameHost(s, 'h', 'x')],
  ['renaming a deleted one', [created, deleted], (s) => renameHost(s, 'h', 'x')],
  ['deleting one there is not', [], (s) => deleteHost(s, 'h')],
  ['deleting twice', [created, deleted], (s) => deleteHost(s, 'h')],
])('refused: %s', (_, facts, decide) => {
  const outcome = decide(grow(host, host.initial, facts));
  expect(isRefusal(outcome) && outcome.code).toBe('NOT_FOUND');
});
