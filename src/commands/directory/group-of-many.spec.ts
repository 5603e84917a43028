import type { CommandBus } from '@nestjs/cqrs';
import { NOW } from '../../../test/support/streams/a-vault';
import { fact, Ground } from '../../../test/support/streams/ground-of';
import { peopleOf } from '../../../test/support/streams/people';
import type { Streams } from '../../../test/support/streams/view-of';
import type { Context } from '../../kernel/context';
import { Foreground } from '../../kernel/foreground';
import { StoreUnavailable } from '../../kernel/store-errors';
import { CreateIdpGroup, CreateIdpGroupHandler } from './create-idp-group';
import { ProvisionIdpGroup, ProvisionIdpGroupHandler, type GroupChange } from './provision-idp-group';

/** More members than one append holds: the change goes in several, and comes to the same. */
const MANY = Array.from({ length: 2500 }, (_, n) => `p${n}`);
const held = (idpUserId: string, connectionId: string): Streams[string] => [
  fact('idp-user-created', { idpUserId, email: `${idpUserId}@x.org`, displayName: idpUserId, active: true }),
  fact('idp-user-handed-over', { idpUserId, connectionId }),
];
const connection = (connectionId: string): Streams[string] => [
  fact('scim-connection-created', { connectionId, name: connectionId, createdAt: NOW, createdBy: 'owner' }),
  fact('scim-token-made', { connectionId, tokenId: 't', hash: 'h', createdAt: NOW, createdBy: 'owner' }),
];
const joined = (idpUserId: string) => fact('idp-group-member-added', { idpGroupId: 'g', idpUserId });
const STREAMS: Streams = peopleOf(
  {},
  {
    scimConnections: [...connection('c'), ...connection('d')],
    ...Object.fromEntries(MANY.map((id) => [`directory-${id}`, held(id, 'c')])),
    'directory-theirs': held('theirs', 'd'),
    'directory-old': held('old', 'c'),
    'directoryGroup-g': [
      fact('idp-group-created', { idpGroupId: 'g', name: 'Everybody' }),
      fact('idp-group-handed-over', { idpGroupId: 'g', connectionId: 'c' }),
      joined('old'),
    ],
  },
);
const by = (ground: Ground): Context => ({ ...ground.as(''), actor: { kind: 'scim', name: 'c', tokenId: 't' } });

type Gate = Pick<Foreground, 'giveWay' | 'isBusy'>;

/** A node with the group, and who is in it by all that was made. */
const started = (foreground: Gate = new Foreground()) => {
  const ground = new Ground(STREAMS);
  const handler = new ProvisionIdpGroupHandler(ground.deciding, foreground as Foreground);
  const change = (to: GroupChange, ifMatch?: number) =>
    handler.execute(new ProvisionIdpGroup(by(ground), 'g', to, ifMatch));
  const put = (members: readonly string[], ifMatch?: number) =>
    change({ name: 'Put', members: { add: members, remove: [], only: true } }, ifMatch);
  const members = () => {
    const present = new Set(['old']);
    for (const [, noun, data] of ground.told) {
      const { idpUserId } = data as { readonly idpUserId: string };
      if (noun === 'idp-group-member-added') present.add(idpUserId);
      if (noun === 'idp-group-member-removed') present.delete(idpUserId);
    }
    return [...present].toSorted();
  };
  return { ground, handler, change, put, members };
};

/** Something happens just before the append that brings the how many-eth part of those who come. */
const beforePart = (ground: Ground, part: number, happens: () => void): void =>
  ground.justBefore('idp-group-member-added', () => (part === 1 ? happens() : beforePart(ground, part - 1, happens)));

test('all of them come and go, each once, and whoever leaves goes first', async () => {
  const { ground, put, members } = started();
  const { answer, facts } = await ground.when(() => put(MANY));
  expect(facts.slice(0, 2).map(([, noun]) => noun)).toEqual(['idp-group-renamed', 'idp-group-member-removed']);
  expect([facts.length, answer]).toEqual([2502, { id: 'g', position: '2502' }]);
  expect(members()).toEqual(MANY.toSorted());
  expect((await ground.when(() => put(MANY))).facts).toEqual([]);
  expect((await ground.when(() => put([]))).facts).toHaveLength(2500);
  expect(members()).toEqual([]);
});

test('it gives way to whoever waits, between its appends', async () => {
  const come: number[] = [];
  const { ground, put } = started({ isBusy: false, giveWay: async () => void come.push(ground.told.length) });
  await put(MANY);
  expect(come).toEqual([1001, 2001]);
});

test('while somebody waits they come fifty at a time, and whoever leaves goes at once', async () => {
  const steps: number[] = [];
  const { ground, put, members } = started({ isBusy: true, giveWay: async () => void steps.push(ground.told.length) });
  await put(MANY.slice(0, 250));
  expect(steps).toEqual([52, 102, 152, 202]);
  expect(members()).toHaveLength(250);
  await put([]);
  expect([steps.length, members()]).toEqual([4, []]);
});

test('what is refused of the last of them leaves the group as it was', async () => {
  const { ground, put } = started();
  const { refused, detail, facts } = await ground.when(() => put([...MANY, 'theirs']));
  expect([refused, detail, facts]).toEqual(['VALIDATION_FAILED', 'There is no User with the id theirs.', []]);
});

test('stopped midway it is not answered as done, and the same change again does the rest', async () => {
  const { ground, put, members } = started();
  beforePart(ground, 3, () => {
    throw new StoreUnavailable('no disk');
  });
  await expect(put(MANY)).rejects.toThrow(StoreUnavailable);
  expect(members()).toHaveLength(1999);
  expect((await ground.when(() => put(MANY))).facts).toHaveLength(501);
  expect(members()).toEqual(MANY.toSorted());
});

test('past its deadline it stops where it is', async () => {
  const { ground, put, members } = started();
  beforePart(ground, 2, () => {
    ground.now += 30_000;
  });
  await expect(put(MANY)).rejects.toThrow(StoreUnavailable);
  expect(members()).toHaveLength(1999);
});

test('another node changes the group in between: who asked that nobody does is told, the others’ change is whole', async () => {
  const careful = started();
  beforePart(careful.ground, 2, () => careful.ground.also('directoryGroup-g', joined('theirs')));
  const asked = await careful.ground.when(() => careful.put(MANY, 2));
  expect(asked.refused).toBe('PRECONDITION_FAILED');
  const { ground, put, members } = started();
  beforePart(ground, 2, () => ground.also('directoryGroup-g', joined('theirs')));
  const { facts } = await ground.when(() => put(MANY));
  expect(facts).toContainEqual([
    'directoryGroup-g',
    'idp-group-member-removed',
    { idpGroupId: 'g', idpUserId: 'theirs' },
  ]);
  expect(members()).toEqual(MANY.toSorted());
});

test('the connection’s token is revoked in between: it ends there', async () => {
  const { ground, put, members } = started();
  beforePart(ground, 2, () => ground.also('scimConnections', fact('scim-connection-deleted', { connectionId: 'c' })));
  // The append that was decided already stands; the next decision sees it.
  const { refused } = await ground.when(() => put(MANY));
  expect(refused).toBe('PERMISSION_DENIED');
  expect(members()).toHaveLength(1999);
});

test('two that contradict each other come one after the other', async () => {
  const { ground, put, members } = started();
  await Promise.all([put(MANY), put(['old'])]);
  expect(members()).toEqual(['old']);
  expect(ground.told.filter(([, noun]) => noun === 'idp-group-member-added')).toHaveLength(2501);
});

test('a PATCH of many comes to the same', async () => {
  const { ground, change, members } = started();
  await ground.when(() => change({ members: { add: MANY, remove: ['old'] } }));
  expect(members()).toEqual(MANY.toSorted());
  await ground.when(() => change({ members: { add: ['old'], remove: MANY } }));
  expect(members()).toEqual(['old']);
});

test.each([false, true])(
  'a group is made with many, and with nobody where one of them may not come; busy: %p',
  async (isBusy) => {
    const foreground: Gate = { isBusy, giveWay: async () => undefined };
    const { ground, handler } = started(foreground);
    const bus = { execute: (command: ProvisionIdpGroup) => handler.execute(command) } as unknown as CommandBus;
    const making = new CreateIdpGroupHandler(ground.deciding, bus, foreground as Foreground);
    const make = (members: readonly string[]) =>
      ground.when(() => making.execute(new CreateIdpGroup(by(ground), 'New', { members })));
    const made = await make([...MANY, ...MANY]);
    expect(made.facts.filter(([, noun]) => noun === 'idp-group-member-added')).toHaveLength(2500);
    expect(made.facts).toHaveLength(2502);
    expect(made.answer?.position).toBe('2502');
    expect(await make([...MANY, 'theirs'])).toMatchObject({ refused: 'VALIDATION_FAILED', facts: [] });
  },
);
