import { governanceDocument, postButton } from '../governance/frame.tsx';
import { tag } from '../page/inline.tsx';
import { table } from '../page/table.tsx';
import { panel } from './frame.tsx';
import type { AgreementListModel, VersionLine } from './model.ts';

/** Every version of the agreement, the one in force first. */
export function renderAgreementList(model: AgreementListModel): string {
  const { frame, versions, reminders, said } = model;
  return governanceDocument({
    title: 'The agreement',
    skip: 'Skip to the versions',
    frame,
    said,
    children: (
      <>
        <div class="titlebar">
          <div>
            <h1>The agreement</h1>
            <p>
              What is in force is exactly what the viewers release. Each version is here from its draft to its
              end.
            </p>
          </div>
        </div>
        {reminders.map(({ tone, words }) => (
          <div class={`said ${tone}`}>
            <p>{words}</p>
          </div>
        ))}
        {panel(
          'Versions',
          <div class="item">
            {versions.length === 0 ? (
              <p>There is no version yet. Until one is in force, nothing is shared.</p>
            ) : (
              table(
                'Versions of the agreement',
                ['Version', 'Where it is', 'Dates', 'Signed', 'Written by', 'Open'],
                versions.map((one) => [
                  <>
                    {one.version}
                    <small>
                      level {one.level}, {one.title}
                    </small>
                  </>,
                  tag(one.standing.tone, one.standing.words),
                  one.dates,
                  one.signatures,
                  one.authors,
                  openers(model, one),
                ]),
              )
            )}
          </div>,
        )}
        {model.mayDraft ? panel('A new agreement from a file', uploadForm(model)) : undefined}
      </>
    ),
  });
}

function openers({ frame, mayDraft, nextNumber }: AgreementListModel, { versionId, version }: VersionLine) {
  return (
    <>
      {postButton(frame, '/agreement/read', 'Read', { version: versionId }, `version ${version}`)}{' '}
      {mayDraft
        ? postButton(
            frame,
            '/agreement/draft',
            `Draft ${nextNumber} from it`,
            { version: versionId, number: nextNumber },
            `version ${version}`,
          )
        : undefined}
    </>
  );
}

function uploadForm({ frame }: AgreementListModel) {
  return (
    <form class="item fields" method="post" action="/agreement/upload" enctype="multipart/form-data">
      <input type="hidden" name="view" value={frame.viewId} />
      <p>
        A file in the text form becomes a draft in your name. What is wrong with it is shown beside its lines.
      </p>
      <label class="field">
        <span>The file (YAML)</span>
        <input type="file" name="file" accept=".yaml,.yml,text/plain" required />
      </label>
      <button>Read the file</button>
    </form>
  );
}
