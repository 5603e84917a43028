import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { holds } from '../../access/permissions';
import { permissionDenied } from '../../access/require';
import type { Context } from '../../kernel/context';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import { callerAt } from '../deciding/reach';
import { reachOrganization } from '../deciding/reach';
import { Recording, type Hearing } from '../deciding/recording';

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
  constructor(@Inject(Recording) private readonly recording: Recording) {}

  async execute({ context, organizationId }: BeginImport): Promise<void> {
    await this.recording.hear(context, 'keyledger.organization-import-refused.v1', (hearing) =>
      this.judge(hearing, context, organizationId),
    );
  }

  private async judge(hearing: Hearing, context: Context, organizationId: string): Promise<Refusal | true> {
    const standing = await callerAt(hearing, context);
    const hosts = standing !== undefined && holds(standing, 'hosts.manage_users', organizationId);
    const permission = hosts ? 'hosts.manage_users' : 'pam_vaults.manage';
    const reached = await reachOrganization(hearing, context, organizationId, permission);
    return isRefusal(reached)
      ? reached.code === 'PERMISSION_DENIED'
        ? permissionDenied('pam_vaults.manage')
        : reached
      : true;
  }
}
