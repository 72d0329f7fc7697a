/** The columns that are filled, table by table, in the order in which they are loaded. */
export const TABLES = {
  organisations: [
    'organisation_id',
    'name',
    'organisation_type',
    'office',
    'telephone',
    'out_of_hours_telephone',
  ],
  workers: [
    'worker_id',
    'first_names',
    'last_names',
    'email_address',
    'job_title',
    'telephone',
    'organisation_id',
  ],
  dm_personal_rel_types: ['rel_type_id', 'description'],
  dm_persons: [
    'person_id',
    'full_name',
    'title',
    'first_name',
    'last_name',
    'nhs_id',
    'date_of_birth',
    'date_of_death',
    'context_flag',
    'gender',
    'restricted',
    'known_as',
  ],
  dm_previous_names: ['person_id', 'last_name', 'end_date'],
  dm_addresses: [
    'person_id',
    'address',
    'post_code',
    'start_date',
    'end_date',
    'is_contact_address',
    'is_display_address',
  ],
  dm_telephone_numbers: ['person_id', 'telephone_number', 'telephone_number_type'],
  dm_personal_relationships: [
    'relationship_id',
    'person_id',
    'other_person_id',
    'other_name',
    'other_telephone',
    'rel_type_id',
    'start_date',
    'parental_responsibility',
    'is_informal_carer',
    'is_next_of_kin',
    'is_key_holder',
  ],
  dm_visits: [
    'visit_id',
    'person_id',
    'visit_type',
    'planned_datetime',
    'actual_datetime',
    'seen_alone_flag',
    'worker_id',
  ],
  case_notes: [
    'note_id',
    'person_id',
    'note_type',
    'title',
    'effective_date',
    'note',
    'created_by',
    'sealed',
    'third_party',
  ],
  involvements: ['involvement_id', 'person_id', 'organisation_id', 'worker_id', 'start_date', 'end_date'],
  care_packages: [
    'package_id',
    'person_id',
    'service_code',
    'service',
    'provider_id',
    'frequency',
    'status',
    'start_date',
    'end_date',
  ],
  care_package_visits: ['package_id', 'day_of_week', 'visit_time', 'workers'],
  assessments: [
    'assessment_id',
    'person_id',
    'assessment_type',
    'status',
    'due_date',
    'completed_date',
    'outcome',
  ],
  alerts: [
    'alert_id',
    'person_id',
    'alert_code',
    'label',
    'detail',
    'action',
    'staff_safety',
    'start_date',
    'end_date',
    'sealed',
    'third_party',
  ],
  registrations: [
    'registration_id',
    'person_id',
    'registration_type',
    'status_code',
    'status',
    'placement',
    'unborn',
    'lead_worker_id',
    'start_date',
    'end_date',
  ],
  access_needs: ['need_id', 'person_id', 'need_code', 'need', 'detail'],
  support_reasons: ['person_id', 'reason_code', 'reason', 'start_date', 'end_date'],
  equipment: ['equipment_id', 'person_id', 'description', 'issued_date', 'returned_date'],
  legal_powers: [
    'power_id',
    'person_id',
    'power_code',
    'holder',
    'holder_telephone',
    'in_operation',
    'start_date',
    'end_date',
  ],
  mental_health_measures: [
    'measure_id',
    'person_id',
    'measure_code',
    'measure',
    'officer_id',
    'start_date',
    'end_date',
  ],
  self_directed_support: ['person_id', 'option', 'budget_holder', 'start_date', 'end_date'],
  restricted_access: ['person_id', 'user_id', 'organisation'],
  protected_identities: ['person_id'],
} as const;

export type TableName = keyof typeof TABLES;
export const TABLE_NAMES = Object.keys(TABLES) as readonly TableName[];

type Cell = number | string | null;
export type Row<Table extends TableName> = {
  readonly [Column in (typeof TABLES)[Table][number]]?: Cell;
};

/** Rows on their way to the database, held as PostgreSQL's own text format for COPY. */
export class RowBatch {
  readonly #text = new Map<TableName, string>();
  readonly #ids = new Map<TableName, number>();
  rows = 0;

  add<Table extends TableName>(table: Table, row: Row<Table>): void {
    const values = row as Readonly<Record<string, Cell | undefined>>;
    const line = TABLES[table].map((column) => cell(values[column])).join('\t');
    this.#text.set(table, `${this.#text.get(table) ?? ''}${line}\n`);
    this.rows += 1;
  }

  /** The next identifier of a table, from 1. */
  nextId(table: TableName): number {
    const id = (this.#ids.get(table) ?? 0) + 1;
    this.#ids.set(table, id);
    return id;
  }

  /** What is waiting, in the order in which it may be loaded; afterwards nothing is. */
  take(): readonly (readonly [TableName, string])[] {
    const taken = TABLE_NAMES.flatMap((table) => {
      const text = this.#text.get(table);
      return text === undefined ? [] : [[table, text] as const];
    });
    this.#text.clear();
    this.rows = 0;
    return taken;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function cell(value: Cell | undefined): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'number') return `${value}`;
  return value.replace(/[\\\t\n\r]/g, (one) => ESCAPES[one] ?? one);
}
