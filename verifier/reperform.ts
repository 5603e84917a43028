import { decideBreakGlass } from '../src/access/acts/decide-break-glass';
import { decideCheckOut } from '../src/access/acts/decide-check-out';
import { emergencyOf, judgeReveal } from '../src/access/acts/judge-reveal';
import { permissionsOf, type CallerPermissions } from '../src/access/caller-permissions';
import { identity } from '../src/domain/identities/evolve';
import type { CheckoutEvidence } from '../src/domain/sessions/events';
import { isRefusal, type Refusal } from '../src/kernel/refusal';
import { latest } from '../src/kernel/time';
import type { Finding } from './finding';
import { Findings } from './findings';
import type { ReadFact } from './facts-of-streams';
import { ReplayedView } from './replayed-view';

const CHECKED_OUT = 'keyledger.identity-checked-out.v1';
const REVEALED = 'keyledger.identity-revealed.v1';
const RAISED = 'keyledger.notification-raised.v1';
const REVIEWED = 'keyledger.break-glass-reviewed.v1';
const DAY_MS = 24 * 60 * 60 * 1000;
/** Whoever checks something out while others hold it. */
const HELD: ReadonlySet<string> = new Set(['ALREADY_CHECKED_OUT', 'MAX_SESSIONS_REACHED']);

interface Emergency {
  readonly leaf: number;
  readonly fact: ReadFact;
}

const text = (data: Readonly<Record<string, unknown>>, name: string): string => {
  const value = data[name];
  return typeof value === 'string' ? value : '';
};

/** What a token said of groups nobody can ask for any more: the fact says which group it was, and until when. */
const withToken = (rights: CallerPermissions | undefined, { evidence }: Readonly<Record<string, unknown>>) => {
  const { groupId, byToken } = (evidence ?? {}) as Partial<CheckoutEvidence>;
  return rights === undefined || groupId === undefined || byToken === undefined
    ? rights
    : { ...rights, byToken: { ...byToken, idpGroupIds: [groupId] } };
};

/** What the deciding code says of a disclosure, given all that lay before it; undefined: it allows it. */
const judged = async (view: ReplayedView, { type, data, metadata }: ReadFact): Promise<Refusal | undefined> => {
  const identityId = text(data, 'identityId');
  const userId = text(metadata.actor, 'userId');
  const loaded = await view.load(identity, identityId);
  const now = latest(metadata.time, loaded.time);
  const act = {
    view,
    digest: view.digest,
    rights: withToken(await permissionsOf(view, userId), data),
    identityId,
    identity: loaded.state,
    now,
  };
  if (type === REVEALED) {
    const basis = await judgeReveal(act, await emergencyOf(act, userId));
    return isRefusal(basis) ? basis : undefined;
  }
  const asked = { sessionId: text(data, 'sessionId'), reason: text(data, 'reason'), rotationId: '' };
  const hostId = data['hostId'] as string | undefined;
  const events =
    data['breakGlass'] === true
      ? await decideBreakGlass(act, asked)
      : await decideCheckOut(act, {
          ...asked,
          durationMinutes: Number(data['durationMinutes']),
          ...(hostId === undefined ? {} : { hostId }),
        });
  return isRefusal(events) ? events : undefined;
};

/**
 * Judges every disclosure of a log again, by the code that decided it, on the facts that lay before it: permission, grant,
 * approval, who held the value. And what must follow broken glass: a notice, and within a day a review by somebody else. What
 * two nodes wrote at the same instant may stand in the log in the other order than it was decided in: look at such a finding.
 */
export const reperform = async (
  facts:
    | AsyncIterable<{ readonly fact: ReadFact; readonly leaf: number }>
    | Iterable<{ readonly fact: ReadFact; readonly leaf: number }>,
) => {
  const findings = new Findings();
  const view = new ReplayedView();
  const emergencies = new Map<string, Emergency>();
  const noticed = new Set<string>();
  const reviewed = new Set<string>();
  let [disclosures, end] = [0, ''];
  for await (const { fact, leaf } of facts) {
    const { type, data, stream, revision, metadata } = fact;
    // A session that was handed over is judged by another act.
    if ((type === CHECKED_OUT && data['transferredFrom'] === undefined) || type === REVEALED) {
      disclosures += 1;
      const refusal = await judged(view, fact);
      if (refusal !== undefined) findings.add(findingOf(refusal, { leaf, stream, revision }));
    }
    const sessionId = text(data, 'sessionId');
    if (type === CHECKED_OUT && data['breakGlass'] === true) emergencies.set(sessionId, { leaf, fact });
    if (type === RAISED && data['kind'] === 'break-glass') noticed.add(sessionId);
    if (type === REVIEWED) reviewed.add(sessionId);
    view.tell(fact, leaf);
    end = metadata.time > end ? metadata.time : end;
  }
  for (const [sessionId, { leaf, fact }] of emergencies) {
    const { stream, revision, metadata } = fact;
    const about = { leaf, stream, revision };
    const age = Date.parse(end) - Date.parse(metadata.time);
    if (!noticed.has(sessionId)) findings.add({ rule: 'notice', ...about, detail: 'nobody was told of broken glass' });
    if (!reviewed.has(sessionId) && age > DAY_MS) {
      findings.add({ rule: 'review', ...about, detail: 'broken glass was not reviewed within a day, nor since' });
    }
  }
  return { disclosures, findings };
};

const findingOf = ({ code, detail }: Refusal, about: Pick<Finding, 'leaf' | 'stream' | 'revision'>): Finding => ({
  rule: HELD.has(code) ? 'double-holder' : 'permission',
  ...about,
  detail: `it was not allowed by what stands before it (${code}): ${detail}`,
});
