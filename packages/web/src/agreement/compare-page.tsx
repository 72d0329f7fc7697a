import { tag } from '../page/inline.tsx';
import { choice, panel, versionDocument, versionForm } from './frame.tsx';
import type { CompareModel } from './model.ts';

/** How a version differs from another, in words: who would see what, and what else would change. */
export function renderAgreementCompare(model: CompareModel): string {
  const { compared, against } = model;
  const chosen = against.find((one) => one.chosen)?.versionId;
  return versionDocument({
    ...model,
    title: 'Compared',
    children: (
      <>
        {panel(
          'Compare with',
          versionForm(
            model,
            '/agreement/compare',
            <>
              {choice(
                'against',
                'The other version',
                against.map(({ versionId, label }) => ({ value: versionId, label })),
                chosen,
              )}
              <button>Compare</button>
            </>,
          ),
        )}
        {compared === undefined
          ? undefined
          : panel(
              `What would change after ${compared.with}`,
              <div class="item">
                <p>
                  {compared.material
                    ? tag('bad', 'More is shared: the impact assessment opens again')
                    : tag('on', 'Nothing more is shared')}
                </p>
                <h3>Who sees what</h3>
                {sentences(compared.access, 'Nobody would see anything else than before.')}
                <h3>Everything else</h3>
                {sentences(compared.settings, 'Nothing else would change.')}
              </div>,
            )}
      </>
    ),
  });
}

function sentences(all: readonly string[], none: string) {
  if (all.length === 0) return <p>{none}</p>;
  return (
    <ul class="bullets">
      {all.map((words) => (
        <li>{words}</li>
      ))}
    </ul>
  );
}
