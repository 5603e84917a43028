import { Inject, Injectable } from '@nestjs/common';
import type { AgentDocument } from '../../../projections/agents/document';
import type { AuditDocument } from '../../../projections/audit-trail/document';
import type { UserDocument } from '../../../projections/users/document';
import { EVERYWHERE } from '../../access/permissions';
import { foldEmail } from '../../kernel/fold-email';
import type { Condition } from '../../kernel/read-model';
import { ReadModels } from '../../kernel/read-models';
import { ACTOR_NAMES } from './actor-names';
import type { AuditPlaces } from './audit-trail';
import { nearest } from './nearest';

const PAGE = 200;
/** Suggestions are looked for among so many. */
const MOST_LIKELY = 1000;

/**
 * Who can be asked for. Somebody who may see the audit of some organizations only learns nothing of the others: to them
 * there are those who did something there, and those who have a role there.
 */
@Injectable()
export class KnownActors {
  constructor(@Inject(ReadModels) private readonly models: ReadModels) {}

  /** Undefined: an actor that can match. Else what is wrong, with the nearest there is. */
  async complaint(actor: string, places: AuditPlaces): Promise<string | undefined> {
    if (ACTOR_NAMES.includes(actor) || (await this.isKnown(actor, places))) {
      return undefined;
    }
    const near = nearest(actor, [...ACTOR_NAMES.slice(2), ...(await this.likely(actor, places))]);
    const hint = near === undefined ? '' : `; the nearest is ${near}`;
    return `is neither the id nor the e-mail of a user, nor the name of a policy or an agent${hint}`;
  }

  private async isKnown(actor: string, places: AuditPlaces): Promise<boolean> {
    const user = await this.models.readModel<UserDocument>('users').get(actor);
    if (await this.hasActed(foldEmail(user?.email ?? actor), places)) {
      return true;
    }
    if (user !== undefined) {
      return seen(user, places);
    }
    const agent = await this.models.readModel<AgentDocument>('agents').get(actor);
    if (agent !== undefined) {
      return places === EVERYWHERE || places.includes(agent.organizationId);
    }
    const email = foldEmail(actor);
    for await (const page of this.alike(actor)) {
      const isHe = (other: UserDocument) => other.email !== undefined && foldEmail(other.email) === email;
      if (page.some((other) => isHe(other) && seen(other, places))) return true;
    }
    return false;
  }

  private async hasActed(who: string, places: AuditPlaces): Promise<boolean> {
    const trail = this.models.readModel<AuditDocument>('audit_trail');
    const where: Condition[] = [{ field: 'who', is: who }];
    if (places !== EVERYWHERE) where.push({ field: 'organizationId', in: places });
    return (await trail.find({ where, limit: 1 })).length > 0;
  }

  /** Users whose names and addresses hold words that begin so. */
  private async *alike(word: string): AsyncGenerator<readonly UserDocument[]> {
    const users = this.models.readModel<UserDocument>('users');
    const where = [{ field: 'account', is: 'account' }];
    for (let after: string | undefined; ;) {
      const from = after === undefined ? {} : { after: { value: after, id: after } };
      const page = await users.find({ where, word, order: { by: 'id' }, ...from, limit: PAGE });
      yield page;
      after = page.at(-1)?.id;
      if (page.length < PAGE) return;
    }
  }

  private async likely(actor: string, places: AuditPlaces): Promise<readonly string[]> {
    const found: string[] = [];
    let looked = 0;
    for await (const page of this.alike(actor.slice(0, 2))) {
      found.push(...page.filter((user) => seen(user, places)).flatMap(({ email }) => email ?? []));
      looked += page.length;
      if (looked >= MOST_LIKELY) break;
    }
    return found;
  }
}

const seen = (user: UserDocument, places: AuditPlaces): boolean =>
  places === EVERYWHERE ||
  user.owner ||
  user.admin ||
  user.roles.some(({ organizationId }) => organizationId === undefined || places.includes(organizationId));
