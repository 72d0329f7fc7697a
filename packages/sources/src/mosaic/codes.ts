import type { ItemContents } from '@solway/record';

/** A site's codes and what each means to us. A code that is not here is counted and listed. */
export interface MosaicCodes {
  readonly packageStatus: ReadonlyMap<string, ItemContents['care-packages']['status']>;
  readonly assessmentStatus: ReadonlyMap<string, ItemContents['assessments']['status']>;
  readonly legalPower: ReadonlyMap<string, ItemContents['legal-powers']['kind']>;
  readonly sdsOption: ReadonlyMap<string, ItemContents['self-directed-support']['option']>;
  /** Words for codes whose row may hold none of its own; what the row says in words comes first. */
  readonly registration: ReadonlyMap<string, string>;
  readonly need: ReadonlyMap<string, string>;
  readonly alert: ReadonlyMap<string, string>;
  readonly service: ReadonlyMap<string, string>;
  readonly supportReason: ReadonlyMap<string, string>;
  readonly measure: ReadonlyMap<string, string>;
}

/** The codes of the stand-in's reporting database. A real site gives its own. */
export const STANDARD_CODES: MosaicCodes = {
  packageStatus: new Map([
    ['CURRENT', 'current'],
    ['PLANNED', 'planned'],
    ['ENDED', 'ended'],
    ['SUSPENDED', 'suspended'],
  ]),
  assessmentStatus: new Map([
    ['COMPLETED', 'completed'],
    ['IN_PROGRESS', 'in-progress'],
    ['DUE', 'due'],
  ]),
  legalPower: new Map([
    ['POA_WELFARE', 'welfare-power-of-attorney'],
    ['POA_CONTINUING', 'continuing-power-of-attorney'],
    ['GUARDIANSHIP', 'guardianship'],
  ]),
  sdsOption: new Map([
    ['1', 1],
    ['2', 2],
    ['3', 3],
    ['4', 4],
  ]),
  registration: new Map([
    ['CP_REGISTERED', 'On the child protection register'],
    ['CP_UNBORN', 'Unborn baby on the child protection register'],
    ['LAC_CSO', 'Compulsory supervision order'],
    ['LAC_S25', 'Voluntary care (section 25)'],
    ['LAC_PERMANENCE', 'Permanence order'],
    ['LAC_KINSHIP', 'Kinship care'],
    ['ASP_INQUIRY', 'Adult protection inquiry'],
    ['ASP_INVESTIGATION', 'Adult protection investigation'],
    ['ASP_PLAN', 'Adult protection plan'],
  ]),
  need: new Map([
    ['INTERPRETER', 'Interpreter needed'],
    ['HEARING', 'Hearing'],
    ['SIGHT', 'Sight'],
    ['SPEECH', 'Speech'],
    ['EASY_READ', 'Easy read'],
    ['KEY_SAFE', 'Key safe'],
    ['ACCESS', 'Access to the home'],
  ]),
  alert: new Map(),
  service: new Map(),
  supportReason: new Map(),
  measure: new Map(),
};
