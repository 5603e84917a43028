/** A series that a PromQL expression asks for: its name, and what its labels have to be. */
export interface Selector {
  readonly name: string;
  readonly labels: readonly { readonly name: string; readonly matches: RegExp }[];
}

const SELECTOR = /\b(keyledger_[a-z0-9_]+)(?:\{([^}]*)\})?/g;
const LABEL = /([a-z_]+)(=~?)"([^"]*)"/g;

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Every series of ours that an expression asks for. One of several values in a label is one of several series: each is wanted. */
export const selectorsIn = (expression: string): readonly Selector[] =>
  [...expression.matchAll(SELECTOR)].flatMap(([, name = '', inside = '']) => {
    const labels = [...inside.matchAll(LABEL)].filter(([, label]) => label !== 'job');
    const choices = labels.map(([, label = '', how, value = '']) =>
      (how === '=~' ? value.split('|') : [escaped(value)]).map((one) => ({
        name: label,
        matches: new RegExp(`^(?:${one})$`),
      })),
    );
    return choices
      .reduce<Selector['labels'][]>((all, some) => all.flatMap((so) => some.map((one) => [...so, one])), [[]])
      .map((of) => ({ name, labels: of }));
  });

/** Whether a page of metrics, as Prometheus reads it, has such a series. */
export const hasSeries = (page: string, { name, labels }: Selector): boolean =>
  page.split('\n').some((line) => {
    if (!line.startsWith(`${name}{`) && !line.startsWith(`${name} `)) return false;
    return labels.every((label) => {
      const [, value] = new RegExp(`[{,]${label.name}="([^"]*)"`).exec(line) ?? [];
      return value !== undefined && label.matches.test(value);
    });
  });
