import type { DocumentPart, PlainDocument } from '@solway/kernel';
import type { VNode } from 'preact';
import { table } from '../page/table.tsx';

/** A document's parts as HTML: the same parts make the PDF. */
export function documentParts({ parts }: PlainDocument): VNode {
  return <div class="document">{parts.map(part)}</div>;
}

function part(value: DocumentPart): VNode {
  switch (value.kind) {
    case 'heading':
      return value.level === 2 ? <h2 id={value.id}>{value.words}</h2> : <h3>{value.words}</h3>;
    case 'paragraph':
      return <p>{value.words}</p>;
    case 'list':
      return (
        <ul class="bullets">
          {value.items.map((item) => (
            <li>{item}</li>
          ))}
        </ul>
      );
    case 'facts':
      return (
        <dl class="facts">
          {value.facts.map(([name, words]) => (
            <div>
              <dt>{name}</dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      );
    case 'table':
      return <div class="wide">{table(value.caption, value.heads, value.rows)}</div>;
  }
}

/** The way into a long document: its sections, as links within the page. */
export function contents({ parts }: PlainDocument): VNode {
  const sections = parts.flatMap((one) => (one.kind === 'heading' && one.id !== undefined ? [one] : []));
  return (
    <nav class="contents" aria-label="Sections">
      <ul>
        {sections.map(({ id, words }) => (
          <li>
            <a href={`#${id}`}>{words}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
