import { CHECKED_OUT, text } from './judge-disclosure';
import type { FactOfLog } from './facts-of-bundle';
import type { Findings } from './findings';

const RAISED = 'keyledger.notification-raised.v1';
const REVIEWED = 'keyledger.break-glass-reviewed.v1';
const DAY_MS = 24 * 60 * 60 * 1000;

interface Emergency {
  readonly about: { readonly leaf: number; readonly stream: string; readonly revision: number };
  readonly time: string;
  isNoticed: boolean;
  isReviewed: boolean;
}

/** Broken glass that lacks what must follow it: one that has it all is forgotten. */
export class Emergencies {
  private readonly open = new Map<string, Emergency>();
  private end = '';

  take({ fact, leaf }: FactOfLog): void {
    const { type, data, stream, revision, metadata } = fact;
    if (metadata.time > this.end) this.end = metadata.time;
    const sessionId = text(data, 'sessionId');
    if (type === CHECKED_OUT && data['breakGlass'] === true) {
      const about = { leaf, stream, revision };
      this.open.set(sessionId, { about, time: metadata.time, isNoticed: false, isReviewed: false });
    }
    const emergency = this.open.get(sessionId);
    if (emergency === undefined) return;
    if (type === RAISED && data['kind'] === 'break-glass') emergency.isNoticed = true;
    if (type === REVIEWED) emergency.isReviewed = true;
    if (emergency.isNoticed && emergency.isReviewed) this.open.delete(sessionId);
  }

  /** What is missing at the end of the log. */
  finish(findings: Findings): void {
    for (const { about, time, isNoticed, isReviewed } of this.open.values()) {
      const age = Date.parse(this.end) - Date.parse(time);
      if (!isNoticed) findings.add({ rule: 'notice', ...about, detail: 'nobody was told of broken glass' });
      if (!isReviewed && age > DAY_MS) {
        findings.add({ rule: 'review', ...about, detail: 'broken glass was not reviewed within a day, nor since' });
      }
    }
  }
}
