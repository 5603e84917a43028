/** A list in pieces of at most so many: no fact may be as long as a list can be. */
export const inPieces = <T>(list: readonly T[], most: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / most) }, (_, piece) => list.slice(piece * most, (piece + 1) * most));
