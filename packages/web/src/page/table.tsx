import type { ComponentChild, VNode } from 'preact';

/**
 * A table that becomes a short list on a phone. The roles are spelt out because a browser forgets that a table is
 * one when its rows are laid out as blocks. The first column is the row's own name.
 */
export function table(
  name: string,
  heads: readonly string[],
  rows: readonly (readonly ComponentChild[])[],
): VNode {
  return (
    <table role="table" aria-label={name}>
      <thead role="rowgroup">
        <tr role="row">
          {heads.map((head) => (
            <th role="columnheader" scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((cells) => (
          <tr role="row">
            {cells.map((cell, column) =>
              column === 0 ? (
                <th role="rowheader" scope="row">
                  {cell}
                </th>
              ) : (
                <td role="cell" data-head={heads[column]}>
                  {cell}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A list of named things: the name in bold, what is said of it under or beside it, and a telephone at the end. */
export function list(
  rows: readonly {
    readonly name: ComponentChild;
    readonly about?: ComponentChild;
    readonly end?: ComponentChild;
  }[],
  layout: 'flowing' | 'stacked' = 'flowing',
): VNode {
  return (
    <ul class={layout === 'stacked' ? 'list stacked' : 'list'}>
      {rows.map((row) => (
        <li>
          <div>
            <b>{row.name}</b>
            {row.about === undefined ? undefined : <span>{row.about}</span>}
          </div>
          {row.end === undefined ? undefined : <div class="end">{row.end}</div>}
        </li>
      ))}
    </ul>
  );
}
