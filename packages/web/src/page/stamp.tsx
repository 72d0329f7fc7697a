import type { VNode } from 'preact';
import type { Stamp } from './freshness.ts';

/** Where something came from and when, with its age where that is more than a day. */
export function stampMark(stamp: Stamp): VNode {
  return (
    <span class={`stamp ${stamp.kind}`}>
      {stamp.text}
      {stamp.age === undefined ? undefined : <b class="stale">{stamp.age}</b>}
    </span>
  );
}
