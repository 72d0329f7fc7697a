/** The host pages' only script: they work without it. It opens the frame, and clears it when the host moves on. */
export const HOST_SCRIPT = `'use strict';
const form = document.querySelector('form[data-launch]');
if (form) {
  const frame = document.querySelector('iframe[name="solway-view"]');
  const origin = form.dataset.origin;
  const closed = document.querySelector('.closed');
  const clear = () => frame.contentWindow.postMessage({ type: 'solway:clear' }, origin);
  form.hidden = true;
  form.submit();
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a');
    if (link && link.target !== '_blank' && !link.hash) clear();
  });
  document.addEventListener('submit', (event) => { if (event.target !== form) clear(); });
  addEventListener('pagehide', clear);
  addEventListener('message', (event) => {
    if (event.origin !== origin || event.source !== frame.contentWindow) return;
    const type = event.data && event.data.type;
    if (type === 'solway:ready') document.body.dataset.viewer = 'ready';
    if (type === 'solway:closed') { document.body.dataset.viewer = 'closed'; closed.hidden = false; }
  });
  const IDLE_MS = 600000;
  let idle = setTimeout(clear, IDLE_MS);
  for (const kind of ['pointerdown', 'keydown']) {
    addEventListener(kind, () => { clearTimeout(idle); idle = setTimeout(clear, IDLE_MS); });
  }
}
`;
