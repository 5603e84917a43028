import { sourceFiles } from './source-files';

const NAME = /'(keyledger\.[a-z-]+-refused\.v\d+)'|`(keyledger\.[^`\n]*-refused\.v\d+)`/g;
const CHOICE = /\$\{[^}]*\? '([a-z-]+)' : '([a-z-]+)'\}/;

/** Both names of a template that chooses between two words. */
const spelledOut = (name: string): readonly string[] => {
  const choice = CHOICE.exec(name);
  return choice === null ? [name] : choice.slice(1).flatMap((word) => spelledOut(name.replace(choice[0], word)));
};

/** Wire names of the refusals that commands make facts. */
export const refusalNames = (): readonly string[] => {
  const names = sourceFiles('src/commands').flatMap(({ text }) =>
    [...text.replaceAll(/\/\*[\s\S]*?\*\//g, '').matchAll(NAME)].flatMap(([, plain, template]) =>
      spelledOut((plain ?? template) as string),
    ),
  );
  return [...new Set(names)].toSorted();
};
