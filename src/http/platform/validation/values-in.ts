/** How many values a JSON value is made of, itself included; counting ends beyond `most`. Depth costs no stack. */
export const valuesIn = (value: unknown, most: number): number => {
  const open: unknown[] = [value];
  let count = 0;
  while (open.length > 0 && count <= most) {
    const part = open.pop();
    count += 1;
    if (typeof part !== 'object' || part === null) continue;
    const members: readonly unknown[] = Array.isArray(part) ? part : Object.values(part);
    if (members.length > most) return count + members.length;
    open.push(...members);
  }
  return count;
};
