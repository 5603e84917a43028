import { ReportTooLong } from '../src/reports/report';
import type { ReportRun } from '../src/reports/report-run';
import type { Findings } from './findings';

/** Where a broken glass stands in the log. */
export interface PlaceOfFact {
  readonly stream: string;
  readonly revision: number;
}

const HOUR_MS = 60 * 60 * 1000;
/** It ends by itself: a server that comes back does so at once. */
const ENDED_WITHIN_MS = HOUR_MS;
/** Hosts may be away, and some values wait for a person. */
const ROTATED_WITHIN_MS = 24 * HOUR_MS;

/**
 * Broken glass that did not end an hour after its time, or whose value was not replaced within a day of its end by one that the user
 * does not know: by the report on broken glass, at the end of the log. `places`: by leaf, of each. What rests on streams that lack
 * facts is not judged. Answers what is to be told, for people.
 */
export const checkEmergencies = async (
  run: ReportRun,
  places: ReadonlyMap<number, PlaceOfFact>,
  findings: Findings,
): Promise<readonly string[]> => {
  const now = Date.parse(run.asOf);
  try {
    for await (const { cells, leaves, incomplete } of run.rows('R6')) {
      if (incomplete !== undefined) continue;
      const [leaf = 0] = leaves;
      const missing = String(cells['missing']).split(' ');
      const lacks = (part: string, since: string, within: number): boolean =>
        missing.includes(part) && now - Date.parse(since) > within;
      const expiresAt = String(cells['expiresAt']);
      const endedAt = String(cells['endedAt'] ?? expiresAt);
      const about = { leaf, ...places.get(leaf) };
      if (lacks('end', expiresAt, ENDED_WITHIN_MS)) {
        findings.add({ rule: 'expiry', ...about, detail: `broken glass was to end at ${expiresAt}, and has not` });
      }
      if (lacks('rotation', endedAt, ROTATED_WITHIN_MS)) {
        const detail = `the value was not replaced within a day of ${endedAt} by one that its user does not know, nor since`;
        findings.add({ rule: 'rotation', ...about, detail });
      }
    }
    return [];
  } catch (error) {
    if (!(error instanceof ReportTooLong)) throw error;
    return ['there are too many broken glasses for their ends and rotations to be judged'];
  }
};
