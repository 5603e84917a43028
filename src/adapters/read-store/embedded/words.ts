/** Case-folded words: runs of letters and digits. What people type and what documents hold are cut by the same rule. */
export const foldWords = (text: string): readonly string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** A prefix as a range: from it, up to the first string that doesn't begin with it. */
export const prefixRange = (prefix: string): { readonly from: string; readonly to: string } => ({
  from: prefix,
  to: `${prefix}\u{10FFFF}`,
});
