import { entryOf } from '../entry-of';
import { isTooDeep } from './depth';
import { FACT_SHAPES } from './fact-shapes';
import { isTime } from './is-time';
import { ourStream, type OurStream } from './our-streams';
import { shapeOf, type ShapeCheck } from './shape';

/** Every fact of ours has a wire name that begins so; whatever else lies in our streams is somebody else's. */
const OURS = 'keyledger.';
const REFUSAL = /^keyledger(\.[a-z]+(-[a-z]+)+)-refused\.v[1-9]\d*$/;

/** What a store tells of an event: content that was no JSON is no object. */
export interface FactObserver {
  readonly type: string;
  readonly data: unknown;
  readonly metadata: unknown;
}

/** What this release can read. */
export interface FactReader {
  /** Is a stream of this name ours? */
  owns(stream: string): boolean;
  isOurs(type: string): boolean;
  /** Why an event of ours can't be read; undefined when it can. */
  fault(stream: string, told: FactObserver): string | undefined;
}

interface Entry {
  readonly categories: ReadonlySet<string>;
  readonly check: ShapeCheck;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);

const METADATA = shapeOf(
  'actor: { kind: string; userId?: string; email?: string; name?: string }; time: string; correlationId: string; causationId?: string; ip?: string; userAgent?: string',
);
const REFUSED = shapeOf('code: string; detail: string');

/** Refusals that a decision counts lie in a stream of their own, and a newer release's kind of them must stop the count. */
const COUNTED: ReadonlyMap<string, { readonly types: readonly string[]; readonly check: ShapeCheck }> = new Map([
  [
    'credentialMatch',
    {
      types: ['keyledger.credential-replace-refused.v1', 'keyledger.credential-version-restore-refused.v1'],
      check: shapeOf('identityId: string; code: string; detail: string; refusedAt: string; version?: number'),
    },
  ],
]);

const isMetadata = (value: unknown): boolean => isObject(value) && METADATA(value) && isTime(value['time'] as string);

/** A line of {@link FACT_SHAPES}: wire name, categories of streams, fields. */
const entries = (): ReadonlyMap<string, Entry> =>
  new Map(
    FACT_SHAPES.trim()
      .split('\n')
      .map((line) => {
        const [name = '', categories = '', fields = ''] = line.split(' / ');
        return [name, { categories: new Set(categories.split(' ')), check: shapeOf(fields) }] as const;
      }),
  );

/** How a refusal of this name is checked where it lies; undefined: no refusal lies there. */
const refusalIn = (category: string, type: string): ShapeCheck | undefined => {
  if (category === 'denied') return REFUSAL.test(type) ? REFUSED : undefined;
  const counted = COUNTED.get(category);
  return counted?.types.includes(type) === true ? counted.check : undefined;
};

const faultOfContent = (stream: OurStream, { type, data }: FactObserver, known: ReadonlyMap<string, Entry>) => {
  const entry = stream.category === 'denied' ? undefined : known.get(type);
  const check = entry?.check ?? refusalIn(stream.category, type);
  if (check === undefined) return 'this release does not know such a fact';
  if (entry?.categories.has(stream.category) === false) return 'such a fact never lies in this stream';
  if (!isObject(data) || !check(data)) return 'it does not say what such a fact says';
  const { subject, id } = stream;
  return subject !== undefined && Object.hasOwn(data, subject) && entryOf(data, subject) !== id
    ? 'it is about something else than its stream'
    : undefined;
};

const known = entries();

/** May a fact of this wire name lie in streams of this category? */
export const liesIn = (type: string, category: string): boolean => known.get(type)?.categories.has(category) ?? false;

/** What stands in the catalogue of events. */
export const factReader: FactReader = {
  owns: (name) => ourStream(name) !== undefined,
  isOurs: (type) => type.startsWith(OURS),
  fault: (name, told) => {
    const stream = ourStream(name);
    if (stream === undefined) return 'it lies in no stream of ours';
    if (isTooDeep(told.data) || isTooDeep(told.metadata)) return 'it is nested too deeply';
    return isMetadata(told.metadata) ? faultOfContent(stream, told, known) : 'its metadata can not be read';
  },
};

/** For stores that are tried without the facts of the application: every well-formed event is one. */
export const anyFacts: FactReader = {
  owns: (name) => !name.startsWith('$'),
  isOurs: (type) => type.startsWith(OURS),
  fault: (_, { data, metadata }) =>
    isObject(data) && isObject(metadata) ? undefined : 'it does not say what a fact says',
};
