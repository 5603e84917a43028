import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { HostDocument } from '../../../projections/hosts/document';
import type { IdentityDocument } from '../../../projections/identities/document';
import type { Context } from '../../kernel/context';
import { PORTS } from '../../kernel/ports';
import type { ReadModels } from '../../kernel/read-models';
import { FindIdentity } from './find-identity';
import { explainRotation } from './explain-rotation';

export interface RotationOnHost {
  readonly hostId: string;
  readonly hostName: string;
  readonly state: string;
  readonly since: string;
  readonly version: number;
  readonly explanation: string;
}

export interface RotationView {
  readonly status: string;
  readonly vaultOnly: boolean;
  readonly trigger?: string;
  readonly startedAt?: string;
  readonly hosts: readonly RotationOnHost[];
  readonly explanation: string;
  readonly nextRotationAt?: string;
}

/** What a rotation is doing, per host and in plain words. Needs `pam_vaults.view`. */
export class GetRotation extends Query<RotationView> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
  ) {
    super();
  }
}

@QueryHandler(GetRotation)
export class GetRotationHandler implements IQueryHandler<GetRotation> {
  constructor(
    @Inject(FindIdentity) private readonly identities: FindIdentity,
    @Inject(PORTS.readModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, identityId }: GetRotation): Promise<RotationView> {
    const { identity } = await this.identities.find(context, identityId);
    const { status, trigger, startedAt, vaultOnly } = identity.rotation;
    const hosts = await this.hostsOf(identity);
    return {
      status,
      vaultOnly: vaultOnly ?? identity.rotation.mode === 'vault',
      ...(trigger === undefined ? {} : { trigger }),
      ...(startedAt === undefined ? {} : { startedAt }),
      hosts,
      explanation: explainRotation(
        identity,
        hosts.map((host) => host.hostName),
      ),
      ...(identity.nextRotationAt === undefined ? {} : { nextRotationAt: identity.nextRotationAt }),
    };
  }

  /** Only a rotation on hosts has something to tell of them; without an agent every one of them waits. */
  private async hostsOf(identity: IdentityDocument): Promise<readonly RotationOnHost[]> {
    const { mode, status, startedAt } = identity.rotation;
    if (mode !== 'hosts' || status !== 'pending') {
      return [];
    }
    const model = this.models.readModel<HostDocument>('hosts');
    const found = await Promise.all(identity.hostIds.map((hostId) => model.get(hostId)));
    return identity.hostIds.map((hostId, index) => {
      const hostName = found[index]?.name ?? hostId;
      return {
        hostId,
        hostName,
        state: 'queued',
        since: startedAt ?? identity.createdAt,
        version: identity.credentialVersion,
        explanation: `no agent on host ${hostName}; the present password still works there`,
      };
    });
  }
}
