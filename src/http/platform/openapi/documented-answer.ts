import type { OpenAPIObject } from '@nestjs/swagger';

type Json = Readonly<Record<string, unknown>>;

interface Answer {
  readonly content?: Readonly<Record<string, { readonly schema?: Json }>>;
}

/**
 * The schema of an answer as the document states it, with all it refers to, by operation and status; null when it has no body,
 * undefined when there is no such answer.
 */
export const documentedAnswer = (document: () => object) => {
  const known = new Map<string, Json | null | undefined>();
  const find = (id: string, status: number): Json | null | undefined => {
    const { paths, components } = document() as OpenAPIObject;
    const operations = Object.values(paths).flatMap((item) => Object.values(item as object) as Json[]);
    const responses = operations.find(({ operationId }) => operationId === id)?.['responses'];
    const answer = (responses as Readonly<Record<number, Answer>> | undefined)?.[status];
    if (answer === undefined) return undefined;
    const schema = Object.values(answer.content ?? {})[0]?.schema;
    return schema === undefined ? null : { ...schema, components };
  };
  return (id: string, status: number): Json | null | undefined => {
    const key = `${id} ${status}`;
    if (!known.has(key)) known.set(key, find(id, status));
    return known.get(key);
  };
};
