import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { ScheduleModule } from '@nestjs/schedule';
import { Test, type TestingModule } from '@nestjs/testing';
import type { Projections } from '../../projections/engine/projections';
import type { Adapters } from '../../src/adapters/adapters';
import { ACCESS_REQUEST_COMMANDS } from '../../src/commands/access-requests/handlers';
import { Decisions } from '../../src/commands/deciding/decisions';
import { DISCLOSURE_WATCH_COMMANDS } from '../../src/commands/disclosure-watch/handlers';
import { EXPOSURE_COMMANDS } from '../../src/commands/exposures/handlers';
import { FactRecorder } from '../../src/commands/deciding/fact-recorder';
import { Refusals } from '../../src/commands/deciding/refusals';
import { IDENTITY_COMMANDS } from '../../src/commands/identities/handlers';
import { HOST_COMMANDS } from '../../src/commands/hosts/handlers';
import { JOB_COMMANDS } from '../../src/commands/jobs/handlers';
import { NewValues } from '../../src/commands/material/new-values';
import { SealFailures } from '../../src/commands/material/seal-failures';
import { Values } from '../../src/commands/material/values';
import { NOTIFICATION_COMMANDS } from '../../src/commands/notifications/handlers';
import { ORGANIZATION_COMMANDS } from '../../src/commands/organizations/handlers';
import { POLICY_COMMANDS } from '../../src/commands/policy-handlers';
import { SESSION_COMMANDS } from '../../src/commands/sessions/handlers';
import { VAULT_COMMANDS } from '../../src/commands/vaults/handlers';
import { leafHashOf } from '../../src/evidence/check-leaves';
import { PORTS } from '../../src/kernel/ports';
import { Subscriptions } from '../../src/kernel/subscription/subscriptions';
import { POLICIES } from '../../src/policies/handlers';
import { POLICY_PROGRESS } from '../../src/policies/runner/policy-progress';
import { PolicyRunner } from '../../src/policies/runner/policy-runner';
import { ON_POLICY_ERROR } from '../../src/policies/runner/on-policy-error';

/** A node without an edge: commands and policies over stores that other nodes of the test may share. */
export interface PolicyNode {
  readonly commands: CommandBus;
  readonly runner: PolicyRunner;
  /** Names of policies and what they failed on, newest last. */
  readonly troubles: readonly string[];
  close(): Promise<void>;
}

const portsOf = (adapters: Adapters, projections: Projections) => [
  { provide: PORTS.eventStore, useValue: adapters.eventStore },
  { provide: PORTS.streamReader, useValue: adapters.streamReader },
  {
    provide: PORTS.subscriptions,
    useValue: new Subscriptions({ store: adapters.eventStore, clock: adapters.clock, random: adapters.random }),
  },
  { provide: PORTS.materialStore, useValue: adapters.materialStore },
  { provide: PORTS.checkpoints, useValue: adapters.checkpoints },
  { provide: PORTS.lease, useValue: adapters.lease },
  { provide: PORTS.sealing, useValue: adapters.sealing },
  { provide: PORTS.jobSealing, useValue: adapters.jobSealing },
  { provide: PORTS.keyPairs, useValue: adapters.keyPairs },
  { provide: PORTS.presence, useValue: adapters.presence },
  { provide: PORTS.joinTokens, useValue: adapters.joinTokens },
  { provide: PORTS.clock, useValue: adapters.clock },
  { provide: PORTS.ids, useValue: adapters.ids },
  { provide: PORTS.seededIds, useValue: adapters.derivedIds },
  { provide: PORTS.random, useValue: adapters.random },
  { provide: PORTS.digest, useValue: adapters.digest },
  { provide: PORTS.webhooks, useValue: adapters.webhooks },
  { provide: PORTS.mail, useValue: adapters.mail },
  { provide: PORTS.sealAlarm, useValue: { failed: () => undefined, untold: () => undefined } },
  { provide: PORTS.evidence, useValue: { leafHash: leafHashOf } },
  { provide: PORTS.trouble, useValue: () => undefined },
  { provide: PORTS.readModels, useValue: projections },
  { provide: PORTS.readSide, useValue: projections },
];

export const openPolicyNode = async (adapters: Adapters, projections: Projections): Promise<PolicyNode> => {
  const troubles: string[] = [];
  const trouble = (policy: string, on: string) => void troubles.push(`${policy} on ${on}`);
  const module: TestingModule = await Test.createTestingModule({
    imports: [CqrsModule.forRoot(), ScheduleModule.forRoot()],
    providers: [
      ...portsOf(adapters, projections),
      { provide: ON_POLICY_ERROR, useValue: trouble },
      { provide: POLICY_PROGRESS, useValue: () => undefined },
      Decisions,
      FactRecorder,
      Refusals,
      SealFailures,
      Values,
      NewValues,
      ...JOB_COMMANDS,
      ...HOST_COMMANDS,
      ...ORGANIZATION_COMMANDS,
      ...NOTIFICATION_COMMANDS,
      ...VAULT_COMMANDS,
      ...ACCESS_REQUEST_COMMANDS,
      ...IDENTITY_COMMANDS,
      ...SESSION_COMMANDS,
      ...EXPOSURE_COMMANDS,
      ...DISCLOSURE_WATCH_COMMANDS,
      ...POLICY_COMMANDS,
      ...POLICIES,
    ],
  }).compile();
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
