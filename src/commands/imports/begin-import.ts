import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { holds } from '../../access/permissions';
import { permissionDenied } from '../../access/require';
import type { Context } from '../../kernel/context';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import { loadCaller } from '../deciding/load-authorized';
import { loadAuthorizedOrganization } from '../deciding/load-authorized';
import { FactRecorder, type AuthorizationContext } from '../deciding/fact-recorder';

/** May the caller import anything at all here? Each line is judged by itself after. Needs `pam_vaults.manage` or `hosts.manage_users`. */
export class BeginImport extends Command<void> {
  constructor(
    readonly context: Context,
    readonly organizationId: string,
  ) {
    super();
  }
}

@CommandHandler(BeginImport)
export class BeginImportHandler implements ICommandHandler<BeginImport> {
  constructor(@Inject(FactRecorder) private readonly recording: FactRecorder) {}

  async execute({ context, organizationId }: BeginImport): Promise<void> {
    await this.recording.judge(context, 'keyledger.organization-import-refused.v1', (authorization) =>
      this.judge(authorization, context, organizationId),
    );
  }

  private async judge(
    authorization: AuthorizationContext,
    context: Context,
    organizationId: string,
  ): Promise<Refusal | true> {
    const rights = await loadCaller(authorization, context);
    const hosts = rights !== undefined && holds(rights, 'hosts.manage_users', organizationId);
    const permission = hosts ? 'hosts.manage_users' : 'pam_vaults.manage';
    const reached = await loadAuthorizedOrganization(authorization, context, organizationId, permission);
    return isRefusal(reached)
      ? reached.code === 'PERMISSION_DENIED'
        ? permissionDenied('pam_vaults.manage')
        : reached
      : true;
  }
}
