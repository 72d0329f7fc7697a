import type { Walk } from '@solway/disclosure';
import type { OpenedEntry } from '@solway/ledger';
import type { TaskRow } from '@solway/store';

export type Look = Extract<OpenedEntry['entry'], { kind: 'disclosed' | 'refused' }>;

/** What one organisation's governance lead may know of a look, and of a task. */
export interface GlassReader {
  /** Whether whom a look was about may be named to them. */
  mayName(look: Look): boolean;
  /** Whether a reason (`gate:code`) is told as it is, or as a person who is not matched. */
  mayRead(reason: string, look: Look): boolean;
  mayNameInTask(task: TaskRow): boolean;
  /** Who raised a task: of another organisation's staff, the organisation alone. */
  raisedBy(task: TaskRow): string;
}

/**
 * A page that showed nothing told neither side of the other's record, and the glass must not either. So a look that
 * was refused names its person only to the organisation whose own number it was asked by, or whose own restriction
 * stood in the way; that a restriction stood in the way is told only to the organisation that set it.
 */
export function glassReader(owners: Walk['owners'], reader: string): GlassReader {
  const council = owners['council-to-health'].party;
  const health = owners['health-to-council'].party;
  const mayRead = (reason: string, look: Look): boolean => {
    const [gate, code = ''] = reason.split(':');
    // An objection is the holder's to know.
    if (gate === 'objection') return reader === (look.by.organisation === council ? health : council);
    if (gate !== 'restriction' && gate !== 'protected-identity') return true;
    // What Solway holds of restrictions comes from the council; what a source said just now is its owner's.
    const setBy = code.endsWith('-at-source') && look.by.organisation === council ? health : council;
    return setBy === reader;
  };
  const isOfThePerson = (reason: string): boolean =>
    /^(link|restriction|protected-identity|objection|view):/.test(reason);
  const isSecret = (reason: string): boolean => /^(restriction|protected-identity|objection):/.test(reason);
  return {
    mayRead,
    mayName(look) {
      if (look.kind === 'disclosed') return true;
      // Refused for the viewer's sake: the page told of no match, and the holder's own numbers are its own.
      if (!look.reasons.some(isOfThePerson)) return reader === council || look.by.organisation === reader;
      if (look.by.organisation === reader && reader === health) return true;
      return look.reasons.some((reason) => isSecret(reason) && mayRead(reason, look));
    },
    mayNameInTask: (task) =>
      task.raised_by.startsWith(`${reader}:`) ||
      (task.kind === 'duplicate-council-records' && reader === council),
    raisedBy({ raised_by }) {
      const [organisation = raised_by] = raised_by.split(':');
      const theirs = (organisation === council || organisation === health) && organisation !== reader;
      return theirs ? organisation : raised_by;
    },
  };
}
