import type { Direction } from '@solway/record';
import type { VNode } from 'preact';
import type { PageContext } from './context.ts';
import type { Stamp } from './freshness.ts';
import { stampMark } from './stamp.tsx';
import { wrongPersonForm } from './wrong-person.tsx';

export function pageTitle(direction: Direction): string {
  return direction === 'council-to-health' ? 'Social work summary' : 'NHS summary';
}

/** What is on the page and whose it is, and the way to say that it is about the wrong person. */
export function titleBar(context: PageContext, sources: readonly Stamp[]): VNode {
  const { owner, direction } = context.summary;
  return (
    <div class="titlebar">
      <div>
        <h1>{pageTitle(direction)}</h1>
        <p>
          <span class="org">{owner.organisation}</span>
          {sources.map(stampMark)}
        </p>
      </div>
      {wrongPersonForm(context)}
    </div>
  );
}
