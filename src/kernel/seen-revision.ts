/** The revision a caller has seen of a thing, or several of which any will do: what `If-Match` lists. */
export type SeenRevision = number | readonly number[];
