import type { VNode } from 'preact';
import type { Assignee } from './model.ts';

/** The stewards to choose from, or nobody. */
export function assigneeSelect(id: string, stewards: readonly Assignee[], chosen?: Assignee): VNode {
  return (
    <select id={id} name="to">
      <option value="">Nobody</option>
      {stewards.map((one) => (
        <option value={one.id} selected={one.id === chosen?.id}>
          {one.name}
        </option>
      ))}
    </select>
  );
}
