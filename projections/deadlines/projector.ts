import type { Following, Projector } from '../../src/kernel/projector';
import { plusDays } from '../../src/kernel/time';
import { accessRequestDeadlines } from './access-requests';
import { DEADLINES, type DeadlineDocument } from './document';
import { deliveryDeadlines } from './deliveries';
import { destructions } from './destructions';
import { organizationSecrets, vaultKeys } from './key-destructions';
import { jobDeadlines } from './jobs';
import { reseals } from './reseals';
import { reservations } from './reservations';
import { reviews } from './reviews';
import { rotations } from './rotations';
import { stagings } from './stagings';
import { supportAccessDeadlines } from './support-access';
import { upgrades } from './upgrades';
import { vaultRotations } from './vault-rotations';
import { verifications } from './verifications';

/** One a kind of deadline; each has documents of its own. */
const AGENDAS: readonly Following<DeadlineDocument>[] = [
  reviews,
  accessRequestDeadlines,
  rotations,
  vaultRotations,
  stagings,
  jobDeadlines,
  verifications,
  destructions,
  vaultKeys,
  organizationSecrets,
  reservations,
  reseals,
  supportAccessDeadlines,
  deliveryDeadlines,
  upgrades,
];

const agendasOf = (type: string) => AGENDAS.filter((agenda) => agenda.types.includes(type));

/** What is to be done, and when: worked off by policies, rebuilt like any model. */
export const deadlines: Projector<DeadlineDocument> = {
  schema: DEADLINES,
  types: [...new Set(AGENDAS.flatMap(({ types }) => types))],
  ids: (event) => agendasOf(event.type).flatMap((agenda) => agenda.ids(event)),
  next: (document, event, id) => {
    const agenda = agendasOf(event.type).find((other) => other.ids(event).includes(id));
    return agenda === undefined ? document : agenda.next(document, event, id);
  },
  losses: [
    {
      category: 'identity',
      where: () => [{ field: 'kind', is: 'access-request' }],
      left: (deadline, _, identityId) => (deadline.identityId === identityId ? undefined : deadline),
    },
    {
      category: 'identity',
      where: () => [{ field: 'kind', is: 'review' }],
      // A session that the loss ended waits for its review from then on.
      left: (deadline, settledAt, identityId) =>
        deadline.identityId !== identityId || deadline.dueAt !== undefined
          ? deadline
          : { ...deadline, dueAt: plusDays(settledAt, 1) },
    },
  ],
};
