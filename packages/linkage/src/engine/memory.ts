import { readFileSync } from 'node:fs';
import { availableMemory, resourceUsage } from 'node:process';

/** The most memory this process has held, in MB, its database included. */
export function peakMemoryMb(): number {
  return Math.round(resourceUsage().maxRSS / 1024);
}

/** The memory this process holds now, in MB. */
export function memoryMb(): number {
  try {
    const pages = Number(readFileSync('/proc/self/statm', 'utf8').split(' ')[1]);
    return Math.round((pages * 4096) / 2 ** 20);
  } catch {
    return Math.round(process.memoryUsage().rss / 2 ** 20);
  }
}

/** The database's share of what is free, so that it spills to disk before the machine runs out. */
export function usualMemoryLimitMb(): number {
  return Math.max(512, Math.floor((availableMemory() / 2 ** 20) * 0.6));
}
