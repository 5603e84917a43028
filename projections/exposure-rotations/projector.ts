import type { ExposureEvent } from '../../src/domain/exposures/events';
import { following, type Projector } from '../../src/kernel/projector';
import { EXPOSURE_ROTATIONS, type ExposureRotationDocument, type ExposureRotationItem } from './document';

const waitingIn = (items: readonly ExposureRotationItem[]): boolean =>
  items.some(({ outcome }) => outcome === undefined);

export const exposureRotations: Projector<ExposureRotationDocument> = {
  schema: EXPOSURE_ROTATIONS,
  ...following<ExposureRotationDocument, ExposureEvent>(({ data }) => [data.subject], {
    'keyledger.exposure-rotation-requested.v1': (before, { data, metadata: { correlationId } }, id) => {
      const { campaignId, organizationId = '', requestedAt: startedAt } = data;
      const added = data.items.map(({ identityId, versions }) => ({ identityId, organizationId, versions }));
      const isSame = before?.campaignId === campaignId;
      // One that failed and is asked for again within the campaign waits again.
      const kept = isSame
        ? before.items.filter((item) => !added.some((each) => each.identityId === item.identityId))
        : [];
      const items = [...kept, ...added];
      const first = isSame ? before : { id, campaignId, startedAt, correlationId };
      return { ...first, items, waiting: waitingIn(items) };
    },
    'keyledger.exposed-identity-settled.v1': (before, { data }) => {
      const { campaignId, identityId, outcome, code, detail } = data;
      if (before?.campaignId !== campaignId) return before;
      const told = { outcome, ...(code === undefined ? {} : { code }), ...(detail === undefined ? {} : { detail }) };
      const items = before.items.map((item) => (item.identityId === identityId ? { ...item, ...told } : item));
      return { ...before, items, waiting: waitingIn(items) };
    },
  }),
};
