import type { DomainEvent } from '../../src/kernel/event';
import type { Projector } from '../../src/kernel/projector';
import type { Agenda } from './agenda';
import { DEADLINES, type DeadlineDocument } from './document';
import { destructions } from './destructions';
import { organizationSecrets, vaultKeys } from './key-destructions';
import { jobs } from './jobs';
import { reseals } from './reseals';
import { reservations } from './reservations';
import { rotations } from './rotations';
import { sessions } from './sessions';
import { stagings } from './stagings';
import { supportAccess } from './support-access';
import { vaultRotations } from './vault-rotations';
import { verifications } from './verifications';

const AGENDAS = [
  sessions,
  rotations,
  vaultRotations,
  stagings,
  jobs,
  verifications,
  destructions,
  vaultKeys,
  organizationSecrets,
  reservations,
  reseals,
  supportAccess,
] as readonly Agenda<DomainEvent>[];

const agendasOf = (type: string) => AGENDAS.filter((agenda) => agenda.types.includes(type));

/** What is to be done, and when: worked off by policies, rebuilt like any model. */
export const deadlines: Projector<DeadlineDocument> = {
  schema: DEADLINES,
  types: [...new Set(AGENDAS.flatMap(({ types }) => types))],
  ids: (event) => agendasOf(event.type).map((agenda) => agenda.id(event)),
  next: (document, event, id) => {
    const agenda = agendasOf(event.type).find((other) => other.id(event) === id);
    return agenda === undefined ? document : agenda.next(document, event, id, event.metadata.time, event.stream);
  },
  losses: [
    {
      category: 'identity',
      where: () => [{ field: 'kind', is: 'session' }],
      left: (deadline, _, identityId) => (deadline.identityId === identityId ? undefined : deadline),
    },
  ],
};
