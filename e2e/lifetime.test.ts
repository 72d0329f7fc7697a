import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Demonstration, demonstrationFolder, startDemonstration } from './demonstration.ts';

// Starting, stopping and being killed: nothing is left behind, and nothing is lost.

let folder: string;
let running: Demonstration | undefined;
beforeAll(() => {
  folder = demonstrationFolder();
});
afterAll(async () => {
  await running?.kill();
  running?.dispose();
});

const linksHeld = (output: string): string | undefined => /([\d,]+) \(?[\d.%]*\)? ?link/.exec(output)?.[1];

describe.runIf(process.platform === 'linux')('the demonstration', () => {
  it('stops whole when it is asked to: the database and both stand-ins with it', async () => {
    running = await startDemonstration(200, folder);
    expect(running.processes().length).toBeGreaterThanOrEqual(4);
    expect(await running.stop()).toBe(0);
    expect(running.processes()).toEqual([]);
  }, 60_000);

  it('starts again on the same data, with the same links', async () => {
    const before = linksHeld(running!.output());
    running = await startDemonstration(200, folder);
    expect(running.output()).toContain('Using the data of last time');
    expect(before).toBeDefined();
    expect(linksHeld(running.output().split('last time')[1]!)).toBe(before);
  }, 60_000);

  it('when it is killed, takes its stand-ins with it, and the next start takes over the database', async () => {
    await running!.kill();
    await expect
      .poll(() => running!.processes().filter((line) => line.includes('main.js')), { timeout: 20_000 })
      .toEqual([]);
    running = await startDemonstration(200, folder);
    expect((await fetch(`${running.solway}/health/ready`)).status).toBe(200);
    expect(await running.stop()).toBe(0);
    await expect.poll(() => running!.processes(), { timeout: 20_000 }).toEqual([]);
  }, 90_000);
});
