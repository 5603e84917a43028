import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { HostDocument } from '../../../projections/hosts/document';
import type { IdentityDocument } from '../../../projections/identities/document';
import type { Permission } from '../../access/permissions';
import type { Context } from '../../kernel/context';
import { ReadModels } from '../../kernel/read-models';
import { FindIdentity } from './find-identity';
import { HostViews } from '../hosts/host-views';
import { explainRotation } from './explain-rotation';
import { rotationOnHost, type RotationOnHost } from './rotation-on-host';
import { waitsFor, type WaitsFor } from './waits-for';

export interface RotationView {
  readonly status: string;
  readonly vaultOnly: boolean;
  readonly trigger?: string;
  readonly startedAt?: string;
  readonly hosts: readonly RotationOnHost[];
  readonly explanation: string;
  readonly waitsFor: WaitsFor;
  readonly nextRotationAt?: string;
}

/** What a rotation is doing, per host and in plain words. Needs `pam_vaults.view`; as the answer to a command, what it needed. */
export class GetRotation extends Query<RotationView> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
    readonly permission?: Permission,
  ) {
    super();
  }
}

@QueryHandler(GetRotation)
export class GetRotationHandler implements IQueryHandler<GetRotation> {
  constructor(
    @Inject(FindIdentity) private readonly identities: FindIdentity,
    @Inject(ReadModels) private readonly models: ReadModels,
    @Inject(HostViews) private readonly views: HostViews,
  ) {}

  async execute({ context, identityId, permission }: GetRotation): Promise<RotationView> {
    const { identity, caller } = await this.identities.find(context, identityId, permission);
    const { status, trigger, startedAt, vaultOnly } = identity.rotation;
    const hosts = identity.connector === undefined ? [] : await this.hostsOf({ identity, now: caller.now });
    return {
      status,
      vaultOnly: vaultOnly ?? identity.rotation.mode === 'vault',
      ...(trigger === undefined ? {} : { trigger }),
      ...(startedAt === undefined ? {} : { startedAt }),
      hosts,
      explanation: explainRotation(identity, hosts, caller.now),
      waitsFor: waitsFor(identity, hosts),
      ...(identity.nextRotationAt === undefined ? {} : { nextRotationAt: identity.nextRotationAt }),
    };
  }

  private async hostsOf({ identity, now }: { identity: IdentityDocument; now: string }) {
    const model = this.models.readModel<HostDocument>('hosts');
    const { hostIds } = identity;
    const found = await Promise.all(hostIds.map((hostId) => model.get(hostId)));
    const views = await this.views.of(found.flatMap((host) => host ?? []));
    return hostIds.map((hostId) => {
      const view = views.find(({ id }) => id === hostId);
      const { name = hostId, online = false, lastSeenAt, agentVersion } = view ?? {};
      const seen = lastSeenAt === undefined ? {} : { lastSeenAt };
      return rotationOnHost(identity, hostId, { name, online, hasAgent: agentVersion !== undefined, ...seen }, now);
    });
  }
}
