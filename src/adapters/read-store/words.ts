/** Case-folded words: runs of letters and digits. What people type and what documents hold are cut by the same rule. */
export const foldWords = (text: string): readonly string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/**
 * The words a search asks for: a document must hold, for each, a word that begins with it. One that begins another asks for
 * nothing more.
 */
export const searchedWords = (text: string): readonly string[] => {
  const words = [...new Set(foldWords(text))];
  return words.filter((word) => !words.some((other) => other !== word && other.startsWith(word)));
};

/** A prefix as a range: from it, up to the first string that doesn't begin with it. */
export const prefixRange = (prefix: string): { readonly from: string; readonly to: string } => ({
  from: prefix,
  to: `${prefix}\u{10FFFF}`,
});
