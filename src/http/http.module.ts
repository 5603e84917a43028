import { Global, Module } from '@nestjs/common';
import { APP_GUARD, APP_PIPE } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import { LockAgent } from '../commands/hosts/lock-agent';
import { Clock } from '../kernel/clock';
import type { Context } from '../kernel/context';
import { Ids } from '../kernel/ids';
import { Presence } from '../kernel/presence';
import { StreamReader } from '../kernel/stream-reader';
import { CurrentNames } from '../queries/names/current-names';
import { AgentAuthenticator } from './agent/agent-authenticator';
import { AuthenticationModule } from './auth/authentication.module';
import { ConsistentReads } from './consistency/consistent-reads';
import { ReadAfterWrite } from './consistency/read-after-write';
import { Drain } from './edge/drain';
import { SupportAnswers } from './edge/support-answers';
import { Cursors } from './paging/cursors';
import { ExposedCount } from './exposures/exposed-count';
import { ExposureAnswers } from './exposures/exposure-answers';
import { TokenGuard } from './platform/guards/token.guard';
import { NamedAnswers } from './platform/naming/named-answers';
import { Answers } from './platform/repetition/answers';
import { IdempotencyService } from './platform/repetition/idempotency.service';
import { EDGE_CONFIG, type EdgeConfig } from './platform/edge-config';
import { StrictValidationPipe } from './platform/validation/strict-validation.pipe';

const AGENTS = {
  provide: AgentAuthenticator,
  inject: [StreamReader, Presence, Clock, Ids, CommandBus, EDGE_CONFIG],
  useFactory: (
    reader: StreamReader,
    presence: Presence,
    clock: Clock,
    ids: Ids,
    commands: CommandBus,
    { requestTimeoutMs: timeoutMs }: EdgeConfig,
  ) => {
    const lock = (context: Context, agentId: string, sequence: number) =>
      commands.execute(new LockAgent(context, agentId, sequence));
    return new AgentAuthenticator({ reader, presence, clock, ids, lock, timeoutMs });
  },
};

const SHARED = [
  AGENTS,
  ConsistentReads,
  ReadAfterWrite,
  Cursors,
  ExposedCount,
  ExposureAnswers,
  Drain,
  Answers,
  IdempotencyService,
  SupportAnswers,
  TokenGuard,
  StrictValidationPipe,
  NamedAnswers,
];

/** What controllers and the interceptors of their routes ask for, and what judges every request. The ports must be there for everybody. */
@Global()
@Module({
  imports: [AuthenticationModule],
  providers: [
    ...SHARED,
    CurrentNames,
    { provide: APP_GUARD, useExisting: TokenGuard },
    { provide: APP_PIPE, useExisting: StrictValidationPipe },
  ],
  exports: SHARED,
})
export class HttpModule {}
