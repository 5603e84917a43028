import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Provider, Type } from '@nestjs/common';
import { CommandBus, CqrsModule, QueryBus } from '@nestjs/cqrs';
import { Test, type TestingModule } from '@nestjs/testing';
import { PROJECTIONS } from '../../projections/catalog';
import { Projections } from '../../projections/engine/projections';
import type { Adapters } from '../../src/adapters/adapters';
import { chooseAdapters } from '../../src/adapters/choose';
import { CreateRole } from '../../src/commands/roles/create-role';
import { loadConfig } from '../../src/config/load-config';
import { HttpModule } from '../../src/http/http.module';
import { ANY } from '../../src/kernel/expected-revision';
import { PolicyOperations } from '../../src/kernel/operations';
import { MachineSignIn, SignIn } from '../../src/kernel/sign-in';
import { timestamp } from '../../src/kernel/time';
import { DecidingModule } from '../../src/modules/deciding.module';
import { NOUNS } from '../../src/modules/nouns';
import { PortsModule } from '../../src/modules/ports.module';
import { RolesModule } from '../../src/modules/roles.module';
import { GetRole } from '../../src/queries/roles/get-role';
import { VaultsController } from '../../src/http/vaults/vaults.controller';
import { quietPorts } from '../support/policy-node';

/** A noun's module needs the ports, what every command asks for, and the edge: no other noun. */
let folder: string;
let adapters: Adapters;
let projections: Projections;
let app: TestingModule;
let ports: Provider[];

const withNoun = (noun: Type) =>
  Test.createTestingModule({
    imports: [CqrsModule.forRoot(), PortsModule.with(ports), DecidingModule, HttpModule, noun],
  }).compile();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-noun-'));
  adapters = await chooseAdapters(loadConfig({ KEYLEDGER_DATA_DIR: folder }));
  projections = new Projections(PROJECTIONS, adapters.subscriptions, adapters.readStore, adapters.clock, {
    onStopped: () => undefined,
    onProgress: () => undefined,
    onError: () => undefined,
  });
  const metadata = { actor: { kind: 'policy' as const, name: 'test' }, time: timestamp(0), correlationId: 'c' };
  const data = { userId: 'owner', email: 'owner@example.com' };
  await adapters.eventStore.append('account', ANY, [
    { id: adapters.ids.next(), type: 'keyledger.owner-added.v1', data, metadata },
  ]);
  await adapters.eventStore.append('user-owner', ANY, [
    {
      id: adapters.ids.next(),
      type: 'keyledger.user-created.v1',
      data: { ...data, support: false, createdAt: timestamp(0) },
      metadata,
    },
  ]);
  await projections.start();
  ports = [
    ...quietPorts(adapters, projections),
    { provide: SignIn, useValue: { signIn: () => Promise.reject(new Error('nobody signs in here')) } },
    { provide: PolicyOperations, useValue: { has: () => false, reports: async () => [], parked: async () => [] } },
    { provide: MachineSignIn, useValue: { signIn: () => Promise.reject(new Error('no machines here')) } },
  ];
  app = await withNoun(RolesModule);
  await app.init();
});
afterAll(async () => {
  await app.close();
  await projections.stop();
  await adapters.close();
  rmSync(folder, { recursive: true });
});

test('roles are made and read with nothing but their own module behind the edge', async () => {
  const context = {
    actor: { kind: 'user' as const, userId: 'owner' },
    correlationId: 'c',
    deadline: adapters.clock.now() + 30_000,
    ids: adapters.ids,
  };
  const { id, position } = await app.get(CommandBus).execute(new CreateRole(context, 'Auditor', ['pam_audit.read']));
  await projections.waitFor(['roles'], position ?? '', 10_000);
  const { item } = await app.get(QueryBus).execute(new GetRole(context, id));
  expect(item).toMatchObject({ id, name: 'Auditor', permissions: ['pam_audit.read'] });
});

test('and nothing of another noun is there', () => {
  expect(() => app.get(VaultsController, { strict: false })).toThrow(/could not find/);
});

const listed = (noun: Type, what: 'controllers' | 'imports' | 'providers'): readonly Type[] =>
  (Reflect.getMetadata(what, noun) as readonly Type[] | undefined) ?? [];

/** A module and those it says it needs, as far as that goes. */
const needed = (noun: Type): ReadonlySet<Type> =>
  new Set([noun, ...listed(noun, 'imports').flatMap((each) => [...needed(each)])]);

test.each(NOUNS.map((noun) => [noun.name, noun] as const))(
  '%s is loaded with what it names, and no more',
  async (_, noun) => {
    const alone = await withNoun(noun);
    const around = needed(noun);
    for (const controller of listed(noun, 'controllers')) {
      expect(alone.get(controller, { strict: false })).toBeDefined();
    }
    for (const other of NOUNS) {
      const load = () => alone.get(other, { strict: false });
      if (around.has(other)) expect(load()).toBeInstanceOf(other);
      else expect(load).toThrow(/could not find/);
    }
  },
);
