import type { SinkItem } from '../../kernel/sinks';

/** How each line of ours begins: a file that holds anything else is not written to. */
export const LINE_START = '{"kind":"';

/**
 * An item as a line, its end included. A fact stands last in its line, in its canonical form: its leaf is the hash of these bytes.
 */
export const fileLine = (item: SinkItem): string => {
  if (item.kind === 'checkpoint') {
    const { kind, time, note } = item;
    return `${JSON.stringify({ kind, time, note })}\n`;
  }
  const { kind, position, leaf, canonical } = item;
  const head = { kind, position, ...(leaf === undefined ? {} : { log: leaf.log, leaf: leaf.index }) };
  return `${JSON.stringify(head).slice(0, -1)},"fact":${canonical}}\n`;
};

/** Which fact a line is of; undefined of any other. */
export const factOfLine = (line: string): string | undefined => {
  try {
    const { kind, position, fact } = JSON.parse(line) as {
      kind?: unknown;
      position?: unknown;
      fact?: { id?: unknown };
    };
    return kind === 'fact' ? `${String(position)} ${String(fact?.id)}` : undefined;
  } catch {
    return undefined;
  }
};

/** The same of an item. */
export const factOfItem = (item: SinkItem): string | undefined =>
  item.kind === 'fact' ? `${item.position} ${item.id}` : undefined;
