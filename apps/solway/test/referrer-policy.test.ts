import { renderClosedPage, renderDoorsPage, renderRefusedPage } from '@solway/web';
import { describe, expect, it } from 'vitest';
import { pageHeaders } from '../src/headers.ts';

// A page's own <meta name="referrer"> outweighs the header. With "no-referrer" in it a browser sent `Origin: null` with
// every form of ours, and "this is not my patient" was refused in real browsers while every injected request passed.
describe('the referrer policy', () => {
  it('is same-origin in the header, so that browsers send our own origin with our own forms', () => {
    expect(pageHeaders([])['referrer-policy']).toBe('same-origin');
  });

  it.each([
    ['the first page', renderDoorsPage({ doors: [], tryThese: [] })],
    ['a refused page', renderRefusedPage({ code: 'handle-used', sentence: 'Used.' })],
    ['a closed page', renderClosedPage('user')],
  ])('is said by the header alone, and not again in %s', (_, page) => {
    expect(page).not.toMatch(/name="?referrer/);
  });
});
