import type { Verification } from './verify-bundle';

const place = ({ leaf, stream, revision }: Verification['findings'][number]): string =>
  [...(leaf === undefined ? [] : [`leaf ${leaf}`]), ...(stream === undefined ? [] : [`${stream}@${revision}`])].join(
    ' ',
  );

/** What was found, for people. */
export const report = ({ origin, size, root, facts, whole, findings, counts, notes }: Verification): string => {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return [
    `Log        ${origin}`,
    `Checkpoint ${size} facts, root ${root}`,
    `Read       ${facts} facts${whole ? '' : '; the others are here as hashes only: what they say is not shown and not judged'}`,
    ...notes.map((note) => `Note       ${note}`),
    ...findings.map((finding) => `FOUND      ${finding.rule.padEnd(10)} ${place(finding)}: ${finding.detail}`),
    ...(total > findings.length ? [`           and ${total - findings.length} more of these kinds`] : []),
    total === 0 ? 'Nothing was found: the facts are those that were signed.' : `${total} findings.`,
  ].join('\n');
};
