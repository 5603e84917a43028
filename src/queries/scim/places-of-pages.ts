import { Injectable } from '@nestjs/common';

/** Of the newest so many lists it is known where their next page begins. */
const MOST = 1000;

/**
 * SCIM counts pages by offset, read models go on after a document: where a page ended is remembered, so that going through a
 * long list page by page costs what the pages cost. Nothing rests on it: what is not remembered is counted anew.
 */
@Injectable()
export class PlacesOfPages {
  private readonly places = new Map<string, string>();

  /** Id of the document before the one at an index. */
  before(list: string, index: number): string | undefined {
    return this.places.get(`${index} ${list}`);
  }

  remember(list: string, index: number, id: string): void {
    const [oldest] = this.places.keys();
    if (this.places.size >= MOST && oldest !== undefined) this.places.delete(oldest);
    this.places.set(`${index} ${list}`, id);
  }
}
