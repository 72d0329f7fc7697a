import { launchBrowser } from './browser.ts';
const b = await launchBrowser();
const ctx = await b.newContext({ viewport: { width: 1280, height: 900 } });
const p = await ctx.newPage();
p.on('console', (m) => console.log('console', m.type(), m.text()));
p.on('requestfailed', (r) => console.log('failed', r.url(), r.failure()?.errorText));
const door = async (base, role) => {
  await p.goto(base);
  const row = p.locator('tr', { hasText: role });
  if (await row.count()) await row.getByRole('button').first().click();
};
await door('http://localhost:8082/', 'Community nurse');
const links = await p
  .locator('main a')
  .evaluateAll((as) => as.map((a) => [a.innerText, a.getAttribute('href')]));
let i = 0;
for (const [name, href] of links) {
  await p.goto('http://localhost:8082' + href);
  const f = p.frame({ name: 'solway-view' });
  await p.waitForTimeout(700);
  console.log(
    name,
    '|',
    (
      await f
        .locator('main')
        .innerText()
        .catch((e) => String(e))
    )
      .slice(0, 150)
      .replace(/\n/g, ' / '),
  );
  await p.screenshot({ path: `/tmp/shots/miv-${i++}.png` });
}
await p.goto('http://localhost:8082/sign-out').catch(() => {});
await ctx.clearCookies();
await door('http://localhost:8081/', 'Social worker');
await p.screenshot({ path: '/tmp/shots/mosaic-home.png', fullPage: true });
const links2 = await p
  .locator('main a')
  .evaluateAll((as) => as.map((a) => [a.innerText, a.getAttribute('href')]));
i = 0;
for (const [name, href] of links2) {
  await p.goto('http://localhost:8081' + href);
  const f = p.frame({ name: 'solway-view' });
  await p.waitForTimeout(700);
  console.log(
    name,
    '|',
    (
      await f
        ?.locator('main')
        .innerText()
        .catch((e) => String(e))
    )
      ?.slice(0, 150)
      .replace(/\n/g, ' / '),
  );
  await p.screenshot({ path: `/tmp/shots/eiv-${i++}.png` });
}
await ctx.clearCookies();
await door('http://localhost:8082/', 'Governance lead');
await p.screenshot({ path: '/tmp/shots/gov-door.png', fullPage: true });
await p.goto('http://localhost:8082/governance');
await p.waitForTimeout(1500);
console.log(p.url(), ctx.pages().length);
for (const q of ctx.pages()) {
  await q.screenshot({ path: '/tmp/shots/glass.png', fullPage: true });
  console.log(q.url());
}
await b.close();
