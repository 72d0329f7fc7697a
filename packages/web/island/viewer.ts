// The only script of an embedded page. A classic script, no framework: the page is whole without it.
// It tells the host that the page is ready, clears the page when the host or idleness says so, and swaps one
// panel in place when "Try again" is used.
{
  const body = document.body;
  const { host = '', view = '', close = '', idle = '0', ends } = body.dataset;
  const framed = window.parent !== window;
  let cleared = false;
  let ended = false;

  const tellHost = (message: { type: string; reason?: string }) => {
    if (framed && host !== '') window.parent.postMessage(message, host);
  };

  /** Takes the person off the page before anything else happens. */
  const blank = () => {
    if (cleared) return;
    cleared = true;
    const closed = document.querySelector<HTMLTemplateElement>('#closed');
    document.title = 'Closed';
    body.replaceChildren(...(closed ? [closed.content.cloneNode(true)] : []));
  };

  const clear = (reason: string) => {
    blank();
    if (ended) return;
    ended = true;
    const form = new URLSearchParams({ view, reason });
    if (!navigator.sendBeacon(close, form)) {
      void fetch(close, { method: 'POST', body: form, keepalive: true }).catch(() => undefined);
    }
    tellHost({ type: 'solway:closed', reason });
    body.querySelector<HTMLElement>('h1')?.focus();
  };

  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (!framed || event.source !== window.parent || event.origin !== host) return;
    const data = event.data;
    if (typeof data === 'object' && data !== null && 'type' in data && data.type === 'solway:clear') {
      clear('host');
    }
  });

  // A page kept by the browser for its back button is blank before it is kept, and its view ends if it comes back.
  window.addEventListener('pagehide', (event) => event.persisted && blank());
  window.addEventListener('pageshow', (event) => event.persisted && clear('left'));

  // Emergency access is over when its time is, used or not.
  if (ends !== undefined) window.setTimeout(() => clear('idle'), Number(ends));

  const idleMs = Number(idle) * 60_000;
  if (idleMs > 0) {
    const warnMs = Math.max(idleMs - 60_000, idleMs / 2);
    let timer = 0;
    let warned = false;
    const warning = document.querySelector('#idle');
    const start = () => {
      window.clearTimeout(timer);
      if (warned && warning) warning.textContent = '';
      warned = false;
      timer = window.setTimeout(() => {
        warned = true;
        if (warning) {
          warning.textContent =
            'This view closes in one minute because nobody is using it. Press any key or click to keep it open.';
        }
        timer = window.setTimeout(() => clear('idle'), idleMs - warnMs);
      }, warnMs);
    };
    for (const name of ['keydown', 'pointerdown', 'wheel']) {
      document.addEventListener(name, () => cleared || start(), { capture: true, passive: true });
    }
    start();
  }

  const say = (words: string) => {
    const live = document.querySelector('#said');
    if (live) live.textContent = words;
  };

  const tryAgain = async (form: HTMLFormElement, panel: string) => {
    const button = form.querySelector('button');
    if (button?.ariaDisabled === 'true') return;
    if (button) button.ariaDisabled = 'true';
    say('Trying again');
    try {
      const answer = await fetch(form.action, {
        method: 'POST',
        body: new URLSearchParams(new FormData(form) as unknown as Record<string, string>),
      });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      if (cleared) return;
      const fresh = page.querySelector(`#panel-${panel}`);
      const person = (from: Document) => from.querySelector('.banner')?.textContent;
      if (!fresh) {
        // Refused or closed: whatever was answered stands in place of this page.
        document.title = page.title;
        body.className = page.body.className;
        body.replaceChildren(...page.body.childNodes);
        return;
      }
      if (person(page) !== person(document)) {
        clear('somebody-else');
        return;
      }
      for (const id of [`#tile-${panel}`, `#panel-${panel}`]) {
        const part = page.querySelector(id);
        if (part) document.querySelector(id)?.replaceWith(part);
      }
      const again = fresh.querySelector<HTMLElement>('form[data-try] button');
      const heading = fresh.querySelector<HTMLElement>('h2');
      (again ?? heading)?.focus();
      say(`${heading?.textContent ?? ''}: ${again ? 'still unavailable' : 'now shown'}`);
    } catch {
      if (button) button.ariaDisabled = null;
      say('Solway did not answer. Nothing has changed on this page.');
    }
  };

  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    const panel = form.dataset['try'];
    if (panel === undefined) return;
    event.preventDefault();
    void tryAgain(form, panel);
  });

  tellHost({ type: 'solway:ready' });
}
