interface Bucket {
  tokens: number;
  atMs: number;
}

const MOST_BUCKETS = 10_000;

/** A bucket of requests for each caller, filled evenly: a burst of a minute's worth, and then the rate. */
export class RateLimit {
  readonly #buckets = new Map<string, Bucket>();

  /** @returns 0 where the request may go on; else the seconds after which to try again */
  take(key: string, perMinute: number, nowMs: number): number {
    const bucket = this.#buckets.get(key) ?? { tokens: perMinute, atMs: nowMs };
    bucket.tokens = Math.min(perMinute, bucket.tokens + ((nowMs - bucket.atMs) * perMinute) / 60_000);
    bucket.atMs = nowMs;
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > MOST_BUCKETS && oldest !== undefined) this.#buckets.delete(oldest);
    if (bucket.tokens < 1) return Math.max(1, Math.ceil(((1 - bucket.tokens) * 60) / perMinute));
    bucket.tokens -= 1;
    return 0;
  }
}
