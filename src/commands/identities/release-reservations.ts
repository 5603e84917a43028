import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { releaseAccount, releaseFromHost } from '../../domain/hosts/reservations';
import { hostAccount, hostMembersStream } from '../../domain/hosts/state';
import { accountKey } from '../../domain/identities/connectors';
import { identity } from '../../domain/identities/evolve';
import type { IdentityState } from '../../domain/identities/state';
import { releaseMember } from '../../domain/vault-members/decide';
import { vaultMembers } from '../../domain/vault-members/state';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import type { View } from '../../kernel/stream-reader';
import { Decisions } from '../deciding/decisions';

/** A place held for an identity in another stream. */
export type Reservation =
  | { readonly in: 'vault'; readonly id: string }
  | { readonly in: 'host'; readonly id: string }
  /** `id`: what follows the first dash of the account's stream. */
  | { readonly in: 'account'; readonly id: string; readonly hostId: string };

/** Gives back the places held for an identity that never came, went, or moved on; those it needs stay. */
export class ReleaseReservations extends Command<void> {
  constructor(
    readonly context: Context,
    readonly organizationId: string,
    readonly identityId: string,
    readonly places: readonly Reservation[],
  ) {
    super();
  }
}

@CommandHandler(ReleaseReservations)
export class ReleaseReservationsHandler implements ICommandHandler<ReleaseReservations> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  async execute(command: ReleaseReservations): Promise<void> {
    for (const kind of ['account', 'host', 'vault'] as const) {
      for (const place of command.places.filter((held) => held.in === kind)) {
        await this.release(command, place);
      }
    }
  }

  /** The identity is asked at the same moment as the place: a place it took meanwhile stays its own. */
  private async release(
    { context, organizationId, identityId }: ReleaseReservations,
    place: Reservation,
  ): Promise<void> {
    const unless = async <T>(view: View, events: readonly T[]): Promise<readonly T[]> =>
      this.isNeeded((await view.load(identity, identityId)).state, place) ? [] : events;
    const { id } = place;
    switch (place.in) {
      case 'vault':
        await this.deciding.decide(context, { fold: vaultMembers, id }, ({ target, view }) =>
          unless(view, releaseMember(target.state, { organizationId, identityGroupId: id }, identityId)),
        );
        return;
      case 'host':
        await this.deciding.decide(context, { fold: hostMembersStream, id }, ({ target, view }) =>
          unless(view, releaseFromHost(target.state, { organizationId, hostId: id, identityId })),
        );
        return;
      case 'account':
        await this.deciding.decide(context, { fold: hostAccount, id }, ({ target, view }) =>
          unless(view, releaseAccount(target.state, { organizationId, hostId: place.hostId, identityId })),
        );
    }
  }

  private isNeeded({ status, settings, identityGroupId }: IdentityState, place: Reservation): boolean {
    if (status !== 'active' && status !== 'enrolling') {
      return false;
    }
    switch (place.in) {
      case 'vault':
        return place.id === identityGroupId;
      case 'host':
        return settings.hostIds.includes(place.id);
      case 'account':
        return (
          settings.hostIds.includes(place.hostId) && this.digest.of(...accountKey(place.hostId, settings)) === place.id
        );
    }
  }
}
