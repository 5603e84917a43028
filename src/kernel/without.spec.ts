import { without } from './without';

describe('a document without some of its fields', () => {
  it('is a copy: the others as they were, in their order, and the document untouched', () => {
    const document = Object.freeze({ id: 'a', revision: 3, name: 'one', tags: ['x'] });
    const shown = without(document, new Set(['revision'] as const));
    expect(JSON.stringify(shown)).toBe('{"id":"a","name":"one","tags":["x"]}');
    expect(shown).not.toBe(document);
    expect(shown.tags).toBe(document.tags);
  });
});
