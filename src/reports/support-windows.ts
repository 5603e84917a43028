import type { StreamDamageSettled } from '../domain/damage/events';
import type { IdentityRevealed } from '../domain/disclosures/events';
import { organization } from '../domain/organizations/state';
import type { CheckoutEvidence, IdentityCheckedOut } from '../domain/sessions/events';
import type {
  SupportAccessChanged,
  SupportAccessDisabled,
  SupportAccessEmergencyDisabled,
  SupportAccessEnabled,
  SupportAccessExpired,
} from '../domain/support-access/events';
import { onFacts, type FactWithView } from './on-facts';
import type { Leaf } from './leaf';
import { lostStream } from './lost-stream';
import { userName } from './named';
import { PERIOD, type Cell, type Line, type Report } from './report';
import { wants } from './wants';

interface Window {
  readonly enabled: SupportAccessEnabled['data'];
  readonly leaves: Leaf[];
  readonly users: Set<string>;
  uses: number;
  expiresAt?: string | undefined;
  changes: number;
  ended?: { readonly at: string; readonly how: string; readonly by?: string; readonly reason?: string };
}

/** R13. A line for each time in which the vendor's support was let in, and for each emergency disable. */
export const supportWindows: Report = {
  id: 'R13',
  version: 1,
  title: 'Support access windows and emergency disables',
  population: 'times in which support was let in, and emergency disables',
  columns: [
    'kind',
    'windowId',
    'organizationId',
    'organizationName',
    'reason',
    'enabledBy',
    'enabledAt',
    'expiresAt',
    'changes',
    'endedAt',
    'endedHow',
    'endedBy',
    'endReason',
    'organizations',
    'uses',
    'usedBy',
  ],
  restsOn: [['supportAccess'], ['organization', 'organizationId']],
  parameters: PERIOD,
  begin: (scope) => {
    const isWanted = wants(scope);
    const windows = new Map<string, Window>();
    const emergencies: { readonly data: SupportAccessEmergencyDisabled['data']; readonly leaf: Leaf }[] = [];
    const find = (windowId: string | undefined, leaf: Leaf): Window | undefined => {
      const window = windowId === undefined ? undefined : windows.get(windowId);
      window?.leaves.push(leaf);
      return window;
    };
    const use = ({ evidence }: { readonly evidence: CheckoutEvidence }, { fact, leaf }: FactWithView): void => {
      const window = find(evidence.supportWindowId, leaf);
      if (window === undefined) return;
      window.uses += 1;
      window.users.add(fact.metadata.actor.userId ?? '');
    };
    return {
      take: onFacts<
        | SupportAccessEnabled
        | SupportAccessChanged
        | SupportAccessDisabled
        | SupportAccessExpired
        | SupportAccessEmergencyDisabled
        | IdentityCheckedOut
        | IdentityRevealed
        | StreamDamageSettled
      >({
        'keyledger.support-access-enabled.v1': (enabled, { leaf }) => {
          if (!isWanted(enabled.organizationId, enabled.enabledAt)) return;
          scope.keep();
          const { windowId, expiresAt } = enabled;
          windows.set(windowId, { enabled, leaves: [leaf], users: new Set(), uses: 0, expiresAt, changes: 0 });
        },
        'keyledger.support-access-changed.v1': ({ windowId, expiresAt }, { leaf }) => {
          const window = find(windowId, leaf);
          if (window === undefined) return;
          window.expiresAt = expiresAt;
          window.changes += 1;
        },
        'keyledger.support-access-disabled.v1': ({ windowId, disabledAt, disabledBy, reason, emergency }, { leaf }) => {
          const window = find(windowId, leaf);
          if (window === undefined) return;
          const how = emergency === true ? 'emergency' : 'disabled';
          window.ended = { at: disabledAt, how, by: disabledBy, reason };
        },
        'keyledger.support-access-expired.v1': ({ windowId, expiresAt }, { leaf }) => {
          const window = find(windowId, leaf);
          if (window !== undefined) window.ended = { at: expiresAt, how: 'expired' };
        },
        'keyledger.stream-damage-settled.v1': (settled, { fact, leaf }) => {
          if (lostStream(settled, 'supportAccess') === undefined) return;
          for (const window of windows.values()) {
            if (window.ended !== undefined) continue;
            window.ended = { at: fact.metadata.time, how: 'lost', by: settled.settledBy, reason: settled.reason };
            window.leaves.push(leaf);
          }
        },
        'keyledger.support-access-emergency-disabled.v1': (data, { leaf }) => {
          if (!isWanted(undefined, data.disabledAt)) return;
          scope.keep();
          emergencies.push({ data, leaf });
        },
        'keyledger.identity-checked-out.v1': use,
        'keyledger.identity-revealed.v1': use,
      }),
      *lines(view): Generator<Line> {
        for (const { enabled, leaves, users, uses, expiresAt, changes, ended } of windows.values()) {
          const { windowId, organizationId, reason, enabledBy, enabledAt } = enabled;
          const cells: Record<string, Cell> = {
            kind: 'window',
            windowId,
            organizationId,
            reason,
            enabledAt,
            expiresAt,
            changes,
            uses,
            organizationName: view.state(organization, organizationId).name,
            enabledBy: userName(view, enabledBy),
            endedAt: ended?.at,
            endedHow: ended?.how,
            endedBy: userName(view, ended?.by),
            endReason: ended?.reason,
            usedBy: [...users].map((userId) => userName(view, userId)).join(' '),
          };
          yield { organizationId, at: enabledAt, leaves, cells };
        }
        for (const { data, leaf } of emergencies) {
          const { reason: endReason, disabledBy, disabledAt, organizations } = data;
          const by = { endedAt: disabledAt, endedHow: 'emergency', endedBy: userName(view, disabledBy), endReason };
          yield { at: disabledAt, leaves: [leaf], cells: { kind: 'emergency-disable', ...by, organizations } };
        }
      },
    };
  },
};
