import { entryOf } from '../../../kernel/entry-of';
import type { NamedKind } from '../../../kernel/named-thing';
import { fieldsOf, type NamedThing } from '../validation/fields';
import type { Dto } from '../validation/kind';

type Row = Readonly<Record<string, unknown>>;

/** Which names an answer of a class tells, and where in it. */
export interface NamingPlan {
  readonly names: readonly (NamedThing & { readonly field: string })[];
  /** Fields that hold one such answer, or a list of them. */
  readonly parts: readonly { readonly field: string; readonly plan: NamingPlan }[];
}

const plans = new WeakMap<Dto, NamingPlan>();

const made = (dto: Dto): NamingPlan => {
  const names: (NamedThing & { field: string })[] = [];
  const parts: { field: string; plan: NamingPlan }[] = [];
  for (const [field, { names: thing, kind }] of fieldsOf(dto)) {
    if (thing !== undefined) names.push({ ...thing, field });
    const nested = kind?.dto ?? kind?.items?.dto;
    const plan = nested === undefined ? undefined : namingPlanOf(nested());
    if (plan !== undefined && (plan.names.length > 0 || plan.parts.length > 0)) parts.push({ field, plan });
  }
  return { names, parts };
};

/** Made when it is asked for first: by then every class it leads to is there. */
export const namingPlanOf = (dto: Dto): NamingPlan => {
  const plan = plans.get(dto) ?? made(dto);
  plans.set(dto, plan);
  return plan;
};

/** What kinds of things it names, at whatever depth. */
export const kindsNamedBy = ({ names, parts }: NamingPlan): readonly NamedKind[] => [
  ...names.flatMap(({ kind }): NamedKind[] => (kind === 'principal' ? ['idp-user', 'idp-group'] : [kind])),
  ...parts.flatMap(({ plan }) => kindsNamedBy(plan)),
];

/** The thing of a row whose name is wanted; undefined where the row names none. */
export const wantedIn = (row: Row, { kind, id, field }: NamingPlan['names'][number]) => {
  const its = entryOf(row, id);
  if (typeof its !== 'string' || entryOf(row, field) !== undefined) return undefined;
  if (kind !== 'principal') return { kind, id: its };
  return { kind: row['principalType'] === 'group' ? ('idp-group' as const) : ('idp-user' as const), id: its };
};
