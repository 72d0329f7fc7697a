import type { VNode } from 'preact';
import { tag, type Tone } from '../page/inline.tsx';
import { list, table } from '../page/table.tsx';
import { choice, momentWords, panel, textArea, textField, versionDocument, versionForm } from './frame.tsx';
import type { AssessModel } from './model.ts';

const LEVEL_TONE: Readonly<Record<string, Tone>> = { low: 'on', medium: 'due', high: 'bad' };

/** The data protection impact assessment of a version: its seven steps, in their order. */
export function renderAgreementAssess(model: AssessModel): string {
  return versionDocument({
    ...model,
    title: 'Its impact assessment',
    children: (
      <>
        <div class="standing">
          <div>
            <span>{tag(model.standing.tone, model.standing.words)}</span>
          </div>
          {model.residual === undefined ? undefined : (
            <div>
              <span>Highest risk that remains: {level(model.residual)}</span>
            </div>
          )}
        </div>
        {model.steps.map((one) => step(model, one))}
        {panel('5 and 6. Risks and measures', risks(model))}
        {panel('7. Advice and sign-off', signOff(model))}
      </>
    ),
  });
}

function level(words: string): VNode {
  return tag(LEVEL_TONE[words] ?? 'off', words);
}

function step(model: AssessModel, { step: name, title, words }: AssessModel['steps'][number]): VNode {
  return panel(
    title,
    model.mayChange ? (
      versionForm(
        model,
        '/agreement/assess/step',
        <>
          {textArea('words', title, words, { rows: 6 })}
          <button class="small">Save this step</button>
        </>,
        { step: name },
      )
    ) : (
      <div class="item document">
        {words.split('\n').map((line) => (
          <p>{line}</p>
        ))}
      </div>
    ),
  );
}

type Risk = AssessModel['risks'][number];

function risks(model: AssessModel): VNode {
  return (
    <>
      <div class="item">
        {table(
          'Risks, before and after measures',
          ['Risk', 'Likelihood × severity', 'Measures', 'What remains'],
          model.risks.map((risk) => [risk.words, judged(risk.before), risk.measures, judged(risk.after)]),
        )}
      </div>
      {model.mayChange ? model.risks.map((risk) => judge(model, risk)) : undefined}
      {model.mayChange ? another(model) : undefined}
    </>
  );
}

function judged(value: Risk['before']): VNode {
  if (value === undefined) return tag('due', 'Not judged');
  return (
    <>
      {level(value.level)}
      <small>
        {value.likelihood} × {value.severity}
      </small>
    </>
  );
}

function judge(model: AssessModel, risk: Risk): VNode {
  return (
    <details class="item" open={risk.before === undefined || risk.after === undefined}>
      <summary>Judge: {risk.words}</summary>
      {versionForm(
        model,
        '/agreement/assess/risk',
        <>
          {scales(model, 'before', 'Before measures', risk.before)}
          {textArea('measures', 'Measures', risk.measures, { rows: 3 })}
          {scales(model, 'after', 'With the measures', risk.after)}
          <button class="small">Save this judgement</button>
        </>,
        { risk: risk.id },
      )}
    </details>
  );
}

function scales(
  { likelihoods, severities }: AssessModel,
  name: string,
  words: string,
  value: Risk['before'],
): VNode {
  // Nobody's judgement is made by the page: what has not been judged has nothing chosen.
  const unjudged = value === undefined ? [{ value: '', label: 'Choose' }] : [];
  const options = (all: readonly string[]) => [
    ...unjudged,
    ...all.map((one) => ({ value: one, label: one })),
  ];
  return (
    <fieldset class="ticks">
      <legend>{words}</legend>
      {choice(`${name}-likelihood`, 'Likelihood', options(likelihoods), value?.likelihood)}
      {choice(`${name}-severity`, 'Severity', options(severities), value?.severity)}
    </fieldset>
  );
}

function another(model: AssessModel): VNode {
  return (
    <details class="item">
      <summary>Add a risk</summary>
      {versionForm(
        model,
        '/agreement/assess/risk',
        <>
          {textArea('words', 'The risk, and to whom', '', { rows: 2 })}
          {scales(model, 'before', 'Before measures', undefined)}
          {textArea('measures', 'Measures', '', { rows: 2 })}
          {scales(model, 'after', 'With the measures', undefined)}
          <button class="small">Add this risk</button>
        </>,
        { risk: 'new' },
      )}
    </details>
  );
}

function signOff(model: AssessModel): VNode {
  return (
    <>
      <div class="item">
        {model.advice.length === 0 ? (
          <p>No data protection officer has advised yet.</p>
        ) : (
          list(
            model.advice.map((one) => ({
              name: `${one.party}: ${one.recommends}`,
              about: `${one.words} (${one.name}, ${momentWords(one.at)})`,
            })),
            'stacked',
          )
        )}
        {model.signOff === undefined ? undefined : (
          <p>
            <b>Signed off</b> by {model.signOff.by}, {momentWords(model.signOff.at)}.{' '}
            {model.signOff.overruling === undefined
              ? ''
              : `Advice was overruled: ${model.signOff.overruling} `}
            {model.signOff.regulator === undefined ? '' : `The regulator: ${model.signOff.regulator}`}
          </p>
        )}
        {model.gaps.length === 0 ? undefined : (
          <>
            <p>
              <b>Before it can be signed off:</b>
            </p>
            <ul class="bullets">
              {model.gaps.map((words) => (
                <li>{words}</li>
              ))}
            </ul>
          </>
        )}
      </div>
      {model.mayAdvise ? advise(model) : undefined}
      {model.maySignOff ? accept(model) : undefined}
    </>
  );
}

function advise(model: AssessModel): VNode {
  return versionForm(
    model,
    '/agreement/assess/advise',
    <>
      {choice('recommends', 'You advise', [
        { value: 'proceed', label: 'to proceed' },
        { value: 'do-not-proceed', label: 'not to proceed' },
      ])}
      {textArea('words', 'Your advice', '')}
      <button>Give this advice</button>
    </>,
  );
}

function accept(model: AssessModel): VNode {
  return versionForm(
    model,
    '/agreement/assess/sign-off',
    <>
      {model.againstAdvice ? textArea('overruling', 'Why you overrule the advice', '') : undefined}
      {model.residual === 'high' ? (
        <>
          {textField('regulatorOn', 'The regulator was consulted on', '', { type: 'date' })}
          {textArea('regulatorSaid', 'What the regulator said', '')}
        </>
      ) : undefined}
      <button>Sign off: the risk that remains is accepted</button>
    </>,
  );
}
