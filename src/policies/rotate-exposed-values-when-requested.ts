import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import pLimit from 'p-limit';
import type { ExposureRotationDocument } from '../../projections/exposure-rotations/document';
import { RotateExposedIdentity } from '../commands/exposures/rotate-exposed-identity';
import type { ExposureSubject } from '../kernel/exposure-subject';
import { ModelPages } from './runner/model-pages';
import type { Policy, ScheduledTask } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';
import { RateLimiter } from './runner/rate-limiter';

/** As many as of those that are due: a thousand at once slow no checkout down. */
const PER_SECOND = 50;
const BURST = 25;
const AT_ONCE = 8;

const USER = 'user-';
const HOST = 'host-';

const subjectOf = (name: string): ExposureSubject =>
  name.startsWith(USER)
    ? { kind: 'user', userId: name.slice(USER.length) }
    : { kind: 'host', hostId: name.slice(HOST.length) };

/** Whatever somebody was shown is changed once a manager asked for it, identity by identity; it goes on where a stop left it. */
@Injectable()
export class RotateExposedValuesWhenRequested implements Policy {
  readonly name = 'rotate-exposed-values-when-requested';
  private readonly limiter = new RateLimiter(PER_SECOND, BURST);
  private stopped = false;

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
    @Inject(ModelPages) private readonly pages: ModelPages,
  ) {}

  readonly task: ScheduledTask = {
    everyMs: 1000,
    run: async () => {
      const where = [{ field: 'waiting', is: true }];
      for await (const campaigns of this.pages.of<ExposureRotationDocument>('exposure_rotations', where)) {
        for (const campaign of campaigns) await this.carryOut(campaign);
      }
    },
    stop: () => {
      this.stopped = true;
      this.limiter.end();
    },
  };

  private async carryOut({ id, campaignId, correlationId, startedAt, items }: ExposureRotationDocument): Promise<void> {
    const limit = pLimit(AT_ONCE);
    const waiting = items.filter(({ outcome }) => outcome === undefined);
    await Promise.all(
      waiting.map(({ identityId, organizationId }) =>
        limit(async () => {
          await this.limiter.turn();
          if (this.stopped) return;
          const cause = { id: `${id} ${campaignId} ${identityId}`, kind: 'rotation', dueAt: startedAt } as const;
          const context = { ...this.contexts.due(this.name, { ...cause, organizationId }), correlationId };
          await this.commands.execute(new RotateExposedIdentity(context, subjectOf(id), identityId));
        }),
      ),
    );
  }
}
