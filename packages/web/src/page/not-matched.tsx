import type { VNode } from 'preact';
import { NOT_MATCHED_LEAD } from '../words/states.ts';
import type { PageContext } from './context.ts';
import { phone } from './inline.tsx';

/**
 * One page for no link, a link under review, a suspended link and a person the viewer may not know of. Nothing on
 * it depends on which it is, because that a record exists may itself be the secret.
 */
export function notMatched({ summary }: PageContext): VNode {
  const council = summary.direction === 'council-to-health';
  const { label, phone: number } = summary.contact;
  return (
    <section class="nomatch" aria-labelledby="nomatch">
      <h2 id="nomatch">{NOT_MATCHED_LEAD}</h2>
      <p class="big">
        {council
          ? 'This does not mean not known to social work.'
          : 'This does not mean not known to the health service.'}
      </p>
      <p>
        Solway can show nothing here, because no confirmed match joins the person you have open to a record at{' '}
        {summary.owner.organisation}. There may or may not be one.
      </p>
      <p>
        To find out, ring <b>{label}</b>: <b>{phone(number)}</b>
      </p>
      <p>
        If somebody may be at risk of harm, follow your own protection procedure now: do not wait for a match.
      </p>
    </section>
  );
}
