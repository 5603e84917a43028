import { CommandBus } from '@nestjs/cqrs';
import { Test, type TestingModule } from '@nestjs/testing';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import type { Projections } from '../../projections/engine/projections';
import type { Adapters } from '../../src/adapters/adapters';
import { AppModule } from '../../src/app.module';
import { leafHashOf } from '../../src/evidence/check-leaves';
import { EDGE_CONFIG } from '../../src/http/platform/edge-config';
import { DefectLog } from '../../src/http/problem/send-problem';
import type { Evidence } from '../../src/kernel/evidence';
import { Subscriptions } from '../../src/kernel/subscription/subscriptions';
import { ON_POLICY_ERROR } from '../../src/policies/runner/on-policy-error';
import { PolicyRunner } from '../../src/policies/runner/policy-runner';
import { portsOf } from '../../src/ports-of';

/** A node without an edge: commands and policies over stores that other nodes of the test may share. */
export interface PolicyNode {
  readonly commands: CommandBus;
  readonly runner: PolicyRunner;
  /** Names of policies and what they failed on, newest last. */
  readonly troubles: readonly string[];
  close(): Promise<void>;
}

/** The ports of a server, with a subscription service of its own, and what an edge that listens to nobody is told. */
export const quietPorts = (adapters: Adapters, projections: Projections) => {
  const log = pino({ level: 'silent' });
  const { eventStore: store, clock, random } = adapters;
  const evidence = { leafHash: leafHashOf } as unknown as Evidence;
  const ready = async () => ({ ready: true, parts: {} });
  return [
    ...portsOf(adapters, projections, { ready, evidence, log, registry: new Registry() }),
    { provide: Subscriptions, useValue: new Subscriptions({ store, clock, random }) },
    { provide: DefectLog, useValue: log },
    { provide: EDGE_CONFIG, useValue: { requestTimeoutMs: 30_000, pollMs: 50_000 } },
  ];
};

export const openPolicyNode = async (adapters: Adapters, projections: Projections): Promise<PolicyNode> => {
  const troubles: string[] = [];
  const trouble = (policy: string, on: string) => void troubles.push(`${policy} on ${on}`);
  const ports = [...quietPorts(adapters, projections), { provide: ON_POLICY_ERROR, useValue: trouble }];
  const module: TestingModule = await Test.createTestingModule({ imports: [AppModule.with(ports)] }).compile();
  await module.init();
  const runner = module.get(PolicyRunner);
  return {
    commands: module.get(CommandBus),
    runner,
    troubles,
    close: async () => {
      await runner.stop();
      await module.close();
    },
  };
};
