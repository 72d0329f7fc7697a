// Letters for the steward's pages: each presses what carries it in `data-key`. A classic script, no framework:
// every page is whole without it. It knows nothing of people, and keeps only whether the letters are wanted.
{
  const body = document.body;
  const KEPT = 'solway-steward-keys';
  /** A letter typed for the page before must not decide about the person on this one. */
  const SETTLE_MS = 600;
  let sent = false;
  let wanted = true;
  try {
    wanted = localStorage.getItem(KEPT) !== 'off';
  } catch {
    // A browser that keeps nothing has the letters.
  }

  const show = () => {
    if (body.dataset['keys'] !== 'none') body.dataset['keys'] = wanted ? 'ready' : 'off';
    const button = document.querySelector<HTMLButtonElement>('#keys-switch');
    if (button === null) return;
    button.hidden = false;
    button.textContent = wanted ? 'Switch the keys off' : 'Switch the keys on';
  };

  document.querySelector('#keys-switch')?.addEventListener('click', () => {
    wanted = !wanted;
    try {
      localStorage.setItem(KEPT, wanted ? 'on' : 'off');
    } catch {
      // Then it holds for this page.
    }
    show();
  });

  const say = (words: string) => {
    const live = document.querySelector('#said');
    if (live) live.textContent = words;
  };

  /** Whoever writes or chooses in a field means the letter for it. */
  const writing = (target: EventTarget | null) =>
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('textarea, select, input:not([type=radio]):not([type=checkbox])'));

  document.addEventListener('keydown', (event) => {
    if (body.dataset['keys'] !== 'ready' || sent || event.repeat || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
    const key = event.key.toLowerCase();
    if (!/^[a-z0-9]$/.test(key)) return;
    const target = document.querySelector<HTMLElement>(`[data-key="${key}"]`);
    if (target === null) return;
    event.preventDefault();
    if (target instanceof HTMLInputElement) {
      if (target.type === 'radio') target.checked = true;
      if (target.type === 'checkbox') target.checked = !target.checked;
      target.focus();
      return;
    }
    const form = target.closest('form');
    const asks =
      target.hasAttribute('formnovalidate') || form === null
        ? undefined
        : [...form.elements].find(
            (one) =>
              (one instanceof HTMLInputElement || one instanceof HTMLSelectElement) && !one.checkValidity(),
          );
    if (asks instanceof HTMLElement) {
      asks.focus();
      say(asks instanceof HTMLSelectElement ? 'Choose a reason first' : 'Choose a candidate first');
      return;
    }
    target.click();
  });

  // One press, one decision. A form that brings a file leaves this page as it is.
  document.addEventListener('submit', (event) => {
    if (sent) event.preventDefault();
    sent ||= !(event.target as HTMLElement).hasAttribute('data-stays');
  });

  window.setTimeout(show, SETTLE_MS);
}
