const EVERY_MS = 10_000;

/**
 * Lines as they come, and a blank before the next one where none came for a while: whoever waits for an answer sees that it is
 * on its way. A blank before a line of JSON is nothing.
 */
export async function* lively(lines: AsyncIterable<string>): AsyncIterable<string> {
  const source = lines[Symbol.asyncIterator]();
  // Headers go out at once, so that a long file is seen to be read.
  yield ' ';
  for (let next = source.next(); ;) {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), EVERY_MS);
    });
    const came = await Promise.race([next, silence]).finally(() => clearTimeout(timer));
    if (came === undefined) {
      yield ' ';
      continue;
    }
    if (came.done === true) return;
    yield `${came.value}\n`;
    next = source.next();
  }
}
