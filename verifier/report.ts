import type { Verification } from './verify-bundle';

const place = ({ leaf, stream, revision }: Verification['findings'][number]): string =>
  [...(leaf === undefined ? [] : [`leaf ${leaf}`]), ...(stream === undefined ? [] : [`${stream}@${revision}`])].join(
    ' ',
  );

const HOUR_MS = 60 * 60 * 1000;
/** More hours than these are told in days. */
const MOST_HOURS = 48;

const ago = (ms: number): string => {
  const hours = Math.floor(ms / HOUR_MS);
  if (hours < 1) return 'less than an hour ago';
  return hours <= MOST_HOURS ? `${hours} hours ago` : `${Math.floor(hours / 24)} days ago`;
};

/** Who hands over an older log shows nothing of what came later: its reader has to see how old it is. */
const freshness = (newest: string | undefined, now: number): string[] =>
  newest === undefined || Number.isNaN(Date.parse(newest))
    ? []
    : [`Newest     ${newest}, ${ago(now - Date.parse(newest))}: what came later is not in here`];

/** What was found, for people. `now`: ms since 1970. */
export const report = (verified: Verification, now: number): string => {
  const { origin, size, root, facts, newest, whole, findings, counts, notes } = verified;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return [
    `Log        ${origin}`,
    `Checkpoint ${size} facts, root ${root}`,
    `Read       ${facts} facts${whole ? '' : '; the others are here as hashes only: what they say is not shown and not judged'}`,
    ...freshness(newest, now),
    ...notes.map((note) => `Note       ${note}`),
    ...findings.map((finding) => `FOUND      ${finding.rule.padEnd(10)} ${place(finding)}: ${finding.detail}`),
    ...(total > findings.length ? [`           and ${total - findings.length} more of these kinds`] : []),
    total === 0 ? 'Nothing was found: the facts are those that were signed.' : `${total} findings.`,
  ].join('\n');
};
