/** Why a message was not carried out: HL7 table 0357, words for the sender and the steward, and what to do. */
const REASONS: Readonly<Record<string, readonly [hl7: string, words: string, next: string]>> = {
  'header-missing': ['100', 'The message has no header that can be read', 'Ask the sender what it was'],
  'delimiters-invalid': ['102', 'The delimiters of the header can’t be read', 'Ask the sender to correct it'],
  'segment-invalid': ['100', 'A line of the message is no segment', 'Ask the sender to correct it'],
  'too-many-segments': ['104', 'The message has too many segments', 'Ask the sender to split it'],
  'charset-unknown': ['103', 'The character set named is not taken', 'Ask the sender for UTF-8'],
  'charset-wrong': [
    '102',
    'The message is not in the character set that it names',
    'Ask the sender to correct it',
  ],
  'control-id-missing': ['101', 'The message has no control id', 'Ask the sender to correct it'],
  'type-unsupported': ['200', 'Only ADT messages are taken', 'Have the sender leave these out'],
  'event-unsupported': ['201', 'This event is not taken', 'Have the sender leave these out'],
  'segment-missing': ['100', 'A segment that is needed is not there', 'Ask the sender to send it whole'],
  'chi-missing': ['101', 'There is no CHI number', 'Ask the sender to send it with the number'],
  'chi-doubled': ['205', 'There are two CHI numbers for one person', 'Have the register say which one it is'],
  'chi-invalid': ['204', 'The CHI number is wrong', 'Have the register correct it'],
  'surname-missing': ['101', 'There is no surname', 'Ask the sender to send it with the name'],
  'same-number': ['205', 'A number is merged or linked with itself', 'Ask the sender what was meant'],
  'number-superseded': [
    '204',
    'The register has replaced this number',
    'Ask the register under which number it is now',
  ],
  'not-stored': ['207', 'The message could not be stored: send it again', ''],
  'frame-unfinished': ['207', 'The frame had no end: send it again', ''],
  'frame-too-large': ['104', 'The frame is too large', ''],
  'batch-incomplete': ['207', 'The batch announces more messages than came: send the rest again', ''],
};

export function hl7CodeOf(reason: string): string {
  return REASONS[reason]?.[0] ?? '207';
}

export function wordsOf(reason: string): string {
  return REASONS[reason]?.[1] ?? reason;
}

/** What a steward can do about a message that is kept. */
export function nextOf(reason: string): string {
  return REASONS[reason]?.[2] ?? '';
}
