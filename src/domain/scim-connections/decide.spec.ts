import { grow } from '../../kernel/fold';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import {
  connectionRevision,
  createScimConnection,
  deleteScimConnection,
  isScimTokenLive,
  makeScimToken,
  overlapAfter,
  revokeScimToken,
} from './decide';
import type { ScimConnectionEvent } from './events';
import { scimConnections } from './state';

const NOW = '2026-03-01T08:00:00.000Z';
const TOMORROW = '2026-03-02T08:00:00.000Z';
const after = (...events: readonly ScimConnectionEvent[]) =>
  grow(scimConnections, scimConnections.initial, events as ScimConnectionEvent[]);
const made = (connectionId = 'c') => ({ connectionId, name: 'Entra', createdAt: NOW, createdBy: 'o' });
const token = (tokenId: string, createdAt = NOW) => ({
  connectionId: 'c',
  tokenId,
  hash: `h${tokenId}`,
  createdAt,
  createdBy: 'o',
});
const events = (decided: readonly ScimConnectionEvent[] | Refusal) => {
  if (isRefusal(decided)) throw new Error(decided.code);
  return decided;
};
const code = (decided: readonly ScimConnectionEvent[] | Refusal) =>
  isRefusal(decided) ? decided.code : decided.length;
const born = () => events(createScimConnection(after(), made(), { tokenId: 't1', hash: 'ht1' }));
const live = (state: ReturnType<typeof after>, now: string) =>
  state.connections['c']?.tokens.filter((each) => isScimTokenLive(each, now)).map(({ tokenId }) => tokenId);

it('comes with a token, once', () => {
  expect(live(after(...born()), TOMORROW)).toEqual(['t1']);
  expect(code(createScimConnection(after(...born()), made(), { tokenId: 't9', hash: 'h' }))).toBe(0);
});

it('has two tokens for a day while one is changed', () => {
  const both = [...born(), ...events(makeScimToken(after(...born()), token('t2')))];
  expect(both.at(-1)).toMatchObject({ data: { previousUntil: overlapAfter(NOW) } });
  expect(live(after(...both), NOW)).toEqual(['t1', 't2']);
  expect(live(after(...both), TOMORROW)).toEqual(['t2']);
  expect(code(makeScimToken(after(...both), token('t3')))).toBe('CONFLICT');
  // A repetition makes nothing, and a day later there is room again.
  expect(code(makeScimToken(after(...both), token('t2')))).toBe(0);
  const third = events(makeScimToken(after(...both), token('t3', TOMORROW)));
  expect(live(after(...both, ...third), TOMORROW)).toEqual(['t2', 't3']);
});

it('keeps the day of the one in use when the one that follows it was lost and made anew', () => {
  const both = [...born(), ...events(makeScimToken(after(...born()), token('t2')))];
  const lost = [...both, ...events(revokeScimToken(after(...both), 'c', 't2'))];
  const again = events(makeScimToken(after(...lost), token('t3', '2026-03-01T20:00:00.000Z')));
  expect(again).not.toMatchObject([{ data: { previousUntil: expect.anything() } }]);
  expect(live(after(...lost, ...again), TOMORROW)).toEqual(['t3']);
});

it('may be left without any token, and is given one again', () => {
  const none = [...born(), ...events(revokeScimToken(after(...born()), 'c', 't1'))];
  expect(live(after(...none), NOW)).toEqual([]);
  expect(code(revokeScimToken(after(...none), 'c', 't1'))).toBe('NOT_FOUND');
  expect(live(after(...none, ...events(makeScimToken(after(...none), token('t2')))), TOMORROW)).toEqual(['t2']);
});

it('is gone once deleted, with its tokens', () => {
  const gone = [...born(), ...events(deleteScimConnection(after(...born()), 'c'))];
  expect(after(...gone).connections).toEqual({});
  for (const each of ['c', 'constructor', '__proto__']) {
    expect(code(deleteScimConnection(after(...gone), each))).toBe('NOT_FOUND');
    expect(code(makeScimToken(after(...gone), { ...token('t2'), connectionId: each }))).toBe('NOT_FOUND');
    expect(code(revokeScimToken(after(...gone), each, 't1'))).toBe('NOT_FOUND');
  }
});

it('there are so many and no more', () => {
  const many = Array.from({ length: 50 }, (_, n) =>
    events(createScimConnection(after(), made(`c${n}`), { tokenId: `t${n}`, hash: 'h' })),
  ).flat();
  expect(code(createScimConnection(after(...many), made(), { tokenId: 't', hash: 'h' }))).toBe('CONFLICT');
});

it('gives no right once it is settled that revisions of it are lost', () => {
  expect(scimConnections.withoutRights?.(after(...born())).connections['c']).toMatchObject({
    name: 'Entra',
    tokens: [],
  });
});

it('has another ETag with each change and as a token ends by itself, and with nothing else', () => {
  const both = [...born(), ...events(makeScimToken(after(...born()), token('t2')))];
  const tag = (now: string, ...facts: readonly ScimConnectionEvent[]) =>
    connectionRevision(after(...facts).connections['c'] ?? { tokens: [], facts: 0 }, now);
  const revoked = [...both, ...events(revokeScimToken(after(...both), 'c', 't2'))];
  const other = events(createScimConnection(after(...both), made('d'), { tokenId: 't8', hash: 'h' }));
  const seen = [tag(NOW, ...born()), tag(NOW, ...both), tag(TOMORROW, ...both), tag(NOW, ...revoked)];
  expect(new Set(seen).size).toBe(4);
  expect(tag(NOW, ...both, ...other)).toBe(tag(NOW, ...both));
  expect(tag('2026-03-09T08:00:00.000Z', ...both)).toBe(tag(TOMORROW, ...both));
});
