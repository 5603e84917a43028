import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireEverywhere } from '../../access/require';
import type { EvidenceBundleRequested } from '../../domain/evidence/events';
import { Clock } from '../../kernel/clock';
import type { CommandResult } from '../../kernel/command-result';
import type { Context } from '../../kernel/context';
import { Evidence } from '../../kernel/evidence';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { timestamp } from '../../kernel/time';
import { loadAuthorizedOrganization, loadCaller } from '../deciding/load-authorized';
import { FactRecorder } from '../deciding/fact-recorder';

const STREAM = 'evidence';
const NONE_YET = refuse('NOT_FOUND', 'No checkpoint was signed yet.', { retryAfterSeconds: 1 });

/** What a bundle is to show. */
export type WantedBundle = Pick<EvidenceBundleRequested['data'], 'organizationId' | 'from' | 'to'>;

/**
 * Has a bundle made; answers when that has begun. It is told before anything is put together. Needs `pam_audit.read` in the
 * organization; without one, for all of them.
 */
export class RequestEvidenceBundle extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly wanted: WantedBundle,
    /** Told what went wrong after the answer. */
    readonly onError: (error: unknown) => void,
  ) {
    super();
  }
}

@CommandHandler(RequestEvidenceBundle)
export class RequestEvidenceBundleHandler implements ICommandHandler<RequestEvidenceBundle> {
  constructor(
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(Evidence) private readonly evidence: Evidence,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async execute({ context, wanted, onError }: RequestEvidenceBundle): Promise<CommandResult> {
    const { organizationId } = wanted;
    await this.recording.judge(context, 'keyledger.evidence-bundle-refused.v1', async (authorization) => {
      if (organizationId === undefined) {
        authorization.about('account');
        return requireEverywhere(await loadCaller(authorization, context), 'pam_audit.read') ?? true;
      }
      return loadAuthorizedOrganization(authorization, context, organizationId, 'pam_audit.read');
    });
    const covered = await this.evidence.covered();
    if (covered === undefined) throw new RefusedError(NONE_YET);
    const bundle = {
      bundleId: context.ids.next(),
      ...covered,
      ...wanted,
      requestedBy: context.actor.userId ?? '',
      requestedAt: timestamp(this.clock.now()),
    };
    const { position } = await this.recording.record(context, STREAM, {
      type: 'keyledger.evidence-bundle-requested.v1',
      data: bundle,
    });
    this.make(context, bundle).catch(onError);
    return { id: bundle.bundleId, position };
  }

  private async make(context: Context, bundle: EvidenceBundleRequested['data']): Promise<void> {
    const { bundleId } = bundle;
    try {
      const { bytes, sha256 } = await this.evidence.measure(bundle);
      await this.recording.record({ ...context, deadline: this.clock.now() + 30_000 }, STREAM, {
        type: 'keyledger.evidence-bundle-made.v1',
        data: { bundleId, bytes, sha256, madeAt: timestamp(this.clock.now()) },
      });
    } catch (error) {
      await this.recording.record({ ...context, deadline: this.clock.now() + 30_000 }, STREAM, {
        type: 'keyledger.evidence-bundle-failed.v1',
        data: { bundleId, madeAt: timestamp(this.clock.now()) },
      });
      throw error;
    }
  }
}
