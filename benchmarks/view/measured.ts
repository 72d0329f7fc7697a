import { Session } from 'node:inspector/promises';
import type { CpuProfile } from './profile.ts';

/** `begin` to count from here, `end` to be told; with a profile where `begin` asked for one. */
export type Question = 'begin' | 'begin-profile' | 'end';

export interface Spent {
  readonly cpuMs: number;
  readonly rssMb: number;
  readonly profile?: CpuProfile;
}

/** Tells the driver where to send requests, and, when it asks, what this process has used since it said `begin`. */
export function measured(address: string, more: () => object = () => ({})): void {
  let cpu = process.cpuUsage();
  let session: Session | undefined;
  const answer = async (question: Question): Promise<object> => {
    if (question !== 'end') {
      more();
      if (question === 'begin-profile') {
        session = new Session();
        session.connect();
        await session.post('Profiler.enable');
        await session.post('Profiler.setSamplingInterval', { interval: 200 });
        await session.post('Profiler.start');
      }
      cpu = process.cpuUsage();
      return {};
    }
    const { user, system } = process.cpuUsage(cpu);
    const profile = session === undefined ? {} : await session.post('Profiler.stop');
    session?.disconnect();
    session = undefined;
    return { cpuMs: (user + system) / 1000, rssMb: process.memoryUsage().rss / 1e6, ...profile, ...more() };
  };
  process.on('message', (question: Question) => void answer(question).then((told) => process.send?.(told)));
  process.on('disconnect', () => process.exit());
  process.send?.({ address });
}
