import type { GrantRevoked } from '../domain/access-grants/events';
import type {
  AccessReviewClosed,
  AccessReviewLineDecided,
  AccessReviewLinesAdded,
  AccessReviewOpened,
  ReviewLine,
} from '../domain/access-reviews/events';
import { vault } from '../domain/vaults/state';
import { onFacts, type FactWithView } from './on-facts';
import { leavesOf, type Leaf } from './leaf';
import { PERIOD, type Line, type Report } from './report';
import { wants } from './wants';

interface Item {
  readonly line: ReviewLine;
  readonly leaf: Leaf;
  /** The grant was revoked. */
  took?: { readonly at: string; readonly leaf: Leaf };
  decided?: { readonly data: AccessReviewLineDecided['data']; readonly leaf: Leaf };
}

interface Campaign {
  readonly opened: AccessReviewOpened['data'];
  readonly leaf: Leaf;
  readonly items: Map<string, Item>;
  closed?: { readonly data: AccessReviewClosed['data']; readonly leaf: Leaf };
}

/** R3. A line for each grant that a review asked about: who decided what, when, and when it took effect. */
export const accessReviewsHeld: Report = {
  id: 'R3',
  version: 1,
  title: 'Access reviews',
  population: 'grants that were put up for review',
  columns: [
    'reviewId',
    'organizationId',
    'identityGroupId',
    'identityGroupName',
    'openedAt',
    'openedBy',
    'dueAt',
    'grantId',
    'principalType',
    'principalId',
    'principal',
    'level',
    'expiresAt',
    'grantedAt',
    'decision',
    'reviewer',
    'decidedAt',
    'reason',
    'remediatedAt',
    'isLate',
    'acknowledgedBy',
    'acknowledgedAt',
  ],
  restsOn: [
    ['accessReview', 'reviewId'],
    ['vault', 'identityGroupId'],
    ['vaultAccess', 'identityGroupId'],
  ],
  parameters: PERIOD,
  begin: (scope) => {
    const isWanted = wants(scope);
    const campaigns = new Map<string, Campaign>();
    /** By grant: of each the reviews that asked about it. */
    const asked = new Map<string, Item[]>();
    const addLines = (reviewId: string, lines: readonly ReviewLine[], { leaf }: FactWithView): void => {
      const campaign = campaigns.get(reviewId);
      if (campaign === undefined) return;
      for (const line of lines) {
        scope.keep();
        const item: Item = { line, leaf };
        campaign.items.set(line.grantId, item);
        asked.set(line.grantId, [...(asked.get(line.grantId) ?? []), item]);
      }
    };
    const lineOf = (campaign: Campaign, { line, leaf, decided, ...item }: Item, asOf: string) => {
      const { opened, closed } = campaign;
      const { reviewId, organizationId, identityGroupId, openedAt, openedByEmail, dueAt } = opened;
      const took = decided?.data.decision === 'revoke' ? item.took : undefined;
      return {
        organizationId,
        at: openedAt,
        leaves: leavesOf(leaf, decided?.leaf, took?.leaf, closed?.leaf),
        cells: {
          reviewId,
          organizationId,
          identityGroupId,
          openedAt,
          openedBy: openedByEmail,
          dueAt,
          grantId: line.grantId,
          principalType: line.principalType,
          principalId: line.principalId,
          principal: line.principalName,
          level: line.level,
          expiresAt: line.expiresAt,
          grantedAt: line.createdAt,
          decision: decided?.data.decision ?? 'open',
          reviewer: decided?.data.decidedByEmail,
          decidedAt: decided?.data.decidedAt,
          reason: decided?.data.reason,
          remediatedAt: took?.at,
          isLate: (decided?.data.decidedAt ?? asOf) > dueAt,
          acknowledgedBy: closed?.data.closedByEmail,
          acknowledgedAt: closed?.data.closedAt,
        },
      };
    };
    return {
      take: onFacts<
        AccessReviewOpened | AccessReviewLinesAdded | AccessReviewLineDecided | AccessReviewClosed | GrantRevoked
      >({
        'keyledger.access-review-opened.v1': (opened, seen) => {
          if (!isWanted(opened.organizationId, opened.openedAt)) return;
          campaigns.set(opened.reviewId, { opened, leaf: seen.leaf, items: new Map() });
          addLines(opened.reviewId, opened.lines, seen);
        },
        'keyledger.access-review-lines-added.v1': ({ reviewId, lines }, seen) => addLines(reviewId, lines, seen),
        'keyledger.access-review-line-decided.v1': (data, { leaf }) => {
          const item = campaigns.get(data.reviewId)?.items.get(data.grantId);
          if (item !== undefined) item.decided = { data, leaf };
        },
        'keyledger.access-review-closed.v1': (data, { leaf }) => {
          const campaign = campaigns.get(data.reviewId);
          if (campaign !== undefined) campaign.closed = { data, leaf };
        },
        'keyledger.grant-revoked.v1': ({ grantId }, { fact, leaf }) => {
          for (const item of asked.get(grantId) ?? []) item.took = { at: fact.metadata.time, leaf };
        },
      }),
      *lines(view, asOf): Generator<Line> {
        for (const campaign of campaigns.values()) {
          const { name } = view.state(vault, campaign.opened.identityGroupId);
          for (const item of campaign.items.values()) {
            const line = lineOf(campaign, item, asOf);
            yield { ...line, cells: { ...line.cells, identityGroupName: name } };
          }
        }
      },
    };
  },
};
