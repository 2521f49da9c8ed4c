/** Nothing moves under a pointer: where rows stand while somebody points at them. */

interface Keyed {
  key: string;
}

export interface Placed<Row> {
  row: Row;
  /** It is no more; it keeps its place until nobody points at it. */
  isGone: boolean;
}

/** The rows in their order; while they are held, as they stood, with new ones at the end. */
export function arranged<Row extends Keyed>(
  rows: Row[],
  before: Placed<Row>[],
  isHeld: boolean,
): Placed<Row>[] {
  if (!isHeld) return rows.map((row) => ({ row, isGone: false }));
  const present = new Map(rows.map((row) => [row.key, row]));
  const kept = before.map(({ row }) => {
    const now = present.get(row.key);
    present.delete(row.key);
    return { row: now ?? row, isGone: now === undefined };
  });
  return [...kept, ...[...present.values()].map((row) => ({ row, isGone: false }))];
}
