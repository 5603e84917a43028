import type { Registry } from 'prom-client';
import type { DeadlineDocument } from '../../projections/deadlines/document';
import type { IdentityDocument } from '../../projections/identities/document';
import { askedGauge } from './asked-gauge';
import type { ReadModels } from '../kernel/read-models';

/** What waits for a person, asked for when somebody looks. */
export const attentionMetrics = (registry: Registry, models: ReadModels): void => {
  const identitiesThat = (attention: NonNullable<IdentityDocument['attention']>) =>
    models.readModel<IdentityDocument>('identities').count([{ field: 'attention', is: attention }]);
  const openReviews = () =>
    models.readModel<DeadlineDocument>('deadlines').count([
      { field: 'kind', is: 'review' },
      { field: 'dueAt', absent: false },
    ]);
  askedGauge(registry, {
    name: 'keyledger_suspended_identities',
    help: 'Identities whose rotation failed too often in a row: it stands still until a person acts.',
    collect: async (gauge) => gauge.set(await identitiesThat('suspended')),
  });
  askedGauge(registry, {
    name: 'keyledger_waiting_reminders',
    help: 'What people are reminded of until they do it: a review of broken glass, or a value to be typed where nothing else sets it.',
    labelNames: ['about'],
    collect: async (gauge) => {
      const [reviews, values] = await Promise.all([openReviews(), identitiesThat('value-awaited')]);
      gauge.set({ about: 'review' }, reviews);
      gauge.set({ about: 'value' }, values);
    },
  });
};
