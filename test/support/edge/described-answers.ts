interface Described {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Node }>> }>
  >;
}

interface Node {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly allOf?: readonly Node[];
  readonly anyOf?: readonly Node[];
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Node>> };
}

/** The schemas that successes are made of, at whatever depth, each with its fields. */
export const describedAnswers = ({ paths, components }: Document): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, readonly string[]>();
  const open: Node[] = Object.values(paths)
    .flatMap((methods) => Object.values(methods))
    .flatMap(({ responses }) => Object.entries(responses))
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([, { content = {} }]) => Object.values(content).map(({ schema }) => schema));
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const name = node.$ref?.split('/').at(-1);
    if (name !== undefined && !found.has(name)) {
      const schema = components.schemas[name] ?? {};
      found.set(name, Object.keys(schema.properties ?? {}));
      open.push(schema);
    }
    open.push(...Object.values(node.properties ?? {}), ...(node.allOf ?? []), ...(node.anyOf ?? []));
    if (node.items !== undefined) open.push(node.items);
  }
  return found;
};
