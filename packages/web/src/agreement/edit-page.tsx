import type { VNode } from 'preact';
import { table } from '../page/table.tsx';
import { choice, panel, textArea, textField, ticks, versionDocument, versionForm } from './frame.tsx';
import type { EditablePart, EditField, EditModel, EditPartModel } from './model.ts';
import { problemList } from './read-page.tsx';

/** A draft, part by part, each with its own form. Nobody has to know the text form. */
export function renderAgreementEdit(model: EditModel): string {
  const { problems, clauses } = model;
  return versionDocument({
    ...model,
    title: 'Changing it',
    children: (
      <>
        {problems.length === 0
          ? undefined
          : panel('What does not hold together', <div class="item">{problemList(problems)}</div>)}
        {panel('The version', parts(model, model.front))}
        {clauses.map(({ direction, rows, free }) =>
          panel(
            direction,
            <>
              {versionForm(
                model,
                '/agreement/edit',
                table(
                  `Clauses: ${direction}`,
                  ['Clause', 'Item', 'Level', 'Who', 'Purposes', 'Change'],
                  rows.map((row) => [
                    row.clause,
                    row.item,
                    String(row.level),
                    row.who,
                    row.purposes,
                    <button
                      class="small"
                      name="part"
                      value={row.part}
                      aria-label={`Change clause ${row.clause}`}
                    >
                      Change
                    </button>,
                  ]),
                ),
              )}
              {free.length === 0
                ? undefined
                : versionForm(
                    model,
                    '/agreement/edit',
                    <>
                      {choice('part', 'An item that no clause names yet', free)}
                      <button class="small">Add a clause</button>
                    </>,
                  )}
            </>,
          ),
        )}
        {panel('The other sections', parts(model, model.sections))}
        {panel(
          'The text form',
          versionForm(
            model,
            '/agreement/text',
            <>
              <p>The same version as one text, for those who know its form or keep it in version control.</p>
              <div class="acts">
                <button>Look at the text</button>
                <button formaction="/agreement/download" class="small">
                  Download it
                </button>
              </div>
            </>,
          ),
        )}
      </>
    ),
  });
}

function parts(model: EditModel, all: readonly EditablePart[]): VNode {
  return versionForm(
    model,
    '/agreement/edit',
    table(
      'Parts that can be changed',
      ['Part', 'What it says', 'Change'],
      all.map(({ part, name, says }) => [
        name,
        says,
        <button class="small" name="part" value={part} aria-label={`Change ${name}`}>
          Change
        </button>,
      ]),
    ),
  );
}

/** The form of one part. What was sent and not taken stands in it, with the reason. */
export function renderAgreementEditPart(model: EditPartModel): string {
  const { name, part, revision, fields, faults, removable } = model;
  return versionDocument({
    ...model,
    title: name,
    children: panel(
      `Change: ${name}`,
      <>
        {faults.length === 0 ? undefined : (
          <div class="item" role="alert">
            <p>
              <b>This was not taken:</b>
            </p>
            <ul class="bullets">
              {faults.map((words) => (
                <li>{words}</li>
              ))}
            </ul>
          </div>
        )}
        {versionForm(
          model,
          '/agreement/change',
          <>
            {fields.map(field)}
            <div class="acts">
              <button name="act" value="save">
                Save
              </button>
              {removable ? (
                <button class="danger" name="act" value="remove" formNoValidate>
                  Take this clause out
                </button>
              ) : undefined}
            </div>
          </>,
          { part, shown: String(revision) },
        )}
      </>,
    ),
  });
}

function field(one: EditField): VNode {
  const more = {
    ...('hint' in one && one.hint !== undefined ? { hint: one.hint } : {}),
    ...('required' in one && one.required !== undefined ? { required: one.required } : {}),
  };
  switch (one.kind) {
    case 'area':
      return textArea(one.name, one.label, one.value, {
        ...more,
        rows: Math.min(14, 3 + Math.floor(one.value.length / 90)),
      });
    case 'ticks':
      return ticks(one.name, one.label, one.options, one.ticked, one.hint);
    case 'choice':
      return choice(one.name, one.label, one.options, one.value);
    case 'text':
    case 'date':
    case 'number':
      return textField(one.name, one.label, one.value, { ...more, type: one.kind });
  }
}
