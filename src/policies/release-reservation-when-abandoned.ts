import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ReleaseReservations, type Reservation } from '../commands/identities/release-reservations';
import type { DueWork, Policy } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

/** A request that stopped half-way leaves places reserved for an identity that does not take them: they are given back. */
@Injectable()
export class ReleaseReservationWhenAbandoned implements Policy {
  readonly name = 'release-reservation-when-abandoned';

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
  ) {}

  readonly dueWork: DueWork = {
    kind: 'reservation',
    everyMs: 60_000,
    carryOut: async (deadline) => {
      const { organizationId, identityId = '', places = [] } = deadline;
      const context = this.contexts.due(this.name, deadline);
      const held = places.map((place): Reservation =>
        place.in === 'account'
          ? { in: 'account', id: place.id, hostId: place.hostId ?? '' }
          : { in: place.in, id: place.id },
      );
      await this.commands.execute(new ReleaseReservations(context, organizationId, identityId, held));
    },
  };
}
