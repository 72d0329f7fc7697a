import type { SmartTokenRow } from '@solway/store';

/** Who asks: an authenticated client, what its token holds, and what its scopes let it do. */
export interface Caller {
  readonly token: SmartTokenRow;
  /** Which side its organisation is on: it says whose identifier names a person, and whose record is read. */
  readonly side: 'health' | 'council';
  /** Whether the token's scopes cover reading, or searching, this type of resource. */
  readonly may: (type: string, interaction: 'read' | 'search') => boolean;
  /** Ties this request's entries and source calls together: a W3C `traceparent`. */
  readonly traceparent: string;
}
