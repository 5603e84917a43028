import type { Api } from './api';
import { timed } from './timed';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

interface Answer {
  readonly status: number;
  readonly body?: { readonly id: string; readonly totalResults?: number };
}

/** An identity provider that fills a directory the first time. */
export class ScimProvider {
  provisioned = 0;
  private groupId = '';

  private constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  static async connect(url: string, call: Api): Promise<ScimProvider> {
    const { token } = await call<{ token: string }>('POST', '/scim-connections', { name: 'Bench' });
    const provider = new ScimProvider(url, token);
    const group = { schemas: [`${CORE}:Group`], displayName: 'Everybody' };
    provider.groupId = (await provider.send('POST', '/Groups', 201, group)).body?.id ?? '';
    return provider;
  }

  /** Looks for the next person, makes one, and puts that one into the group of all. Answers what it took, ms. */
  async provision(): Promise<number> {
    this.provisioned += 1;
    const n = this.provisioned;
    const userName = `person-${n}@example.com`;
    const person = { schemas: [`${CORE}:User`], userName, displayName: `Person ${n}`, active: true };
    return timed(async () => {
      await this.send('GET', `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`, 200);
      const value = (await this.send('POST', '/Users', 201, person)).body?.id;
      const Operations = [{ op: 'Add', path: 'members', value: [{ value }] }];
      await this.send('PATCH', `/Groups/${this.groupId}`, 204, { schemas: [PATCH], Operations });
    });
  }

  private async send(method: string, path: string, expected: number, body?: object): Promise<Answer> {
    const response = await fetch(`${this.url}/scim/v2${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/scim+json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.status !== expected) throw new Error(`${method} ${path} was answered ${response.status}: ${text}`);
    return {
      status: response.status,
      ...(text === '' ? {} : { body: JSON.parse(text) as NonNullable<Answer['body']> }),
    };
  }
}
