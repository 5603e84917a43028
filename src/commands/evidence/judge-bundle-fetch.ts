import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { evidenceState } from '../../access/evidence-state';
import { organizationsWith } from '../../access/permissions';
import { deniedAnywhere } from '../../access/require';
import { requireAuditRead } from '../../access/require-audit-read';
import type { Context } from '../../kernel/context';
import { refuse } from '../../kernel/refusal';
import { loadCaller } from '../deciding/load-authorized';
import { FactRecorder } from '../deciding/fact-recorder';

const NO_SUCH = refuse('NOT_FOUND', 'There is no such bundle.');

/**
 * Whether somebody may have a bundle. A refusal is a fact where the bundle belongs, though it is told in the words of what is not
 * there. Needs `pam_audit.read` in its organization; for all of them where it shows all.
 */
export class JudgeBundleFetch extends Command<void> {
  constructor(
    readonly context: Context,
    readonly bundleId: string,
  ) {
    super();
  }
}

@CommandHandler(JudgeBundleFetch)
export class JudgeBundleFetchHandler implements ICommandHandler<JudgeBundleFetch> {
  constructor(@Inject(FactRecorder) private readonly recording: FactRecorder) {}

  async execute({ context, bundleId }: JudgeBundleFetch): Promise<void> {
    await this.recording.judge(context, 'keyledger.evidence-read-refused.v1', async (authorization) => {
      const caller = await loadCaller(authorization, context);
      if (caller === undefined || organizationsWith(caller, 'pam_audit.read').length === 0) {
        authorization.about('account');
        return deniedAnywhere(caller, 'pam_audit.read');
      }
      const { bundles } = await evidenceState(authorization.view);
      const bundle = bundles.find((each) => each.bundleId === bundleId);
      if (bundle === undefined) return NO_SUCH;
      const { organizationId } = bundle;
      authorization.about(organizationId === undefined ? 'account' : { organizationId });
      return requireAuditRead(caller, organizationId) === undefined ? true : NO_SUCH;
    });
  }
}
