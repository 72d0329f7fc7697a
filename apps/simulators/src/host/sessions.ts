import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StaffMember } from '../population/staff.ts';

export interface HostSession {
  /** Opaque: what Solway is told, and not the cookie. */
  readonly id: string;
  readonly user: StaffMember;
}

const MOST_SESSIONS = 500;

/** Who is signed in to a host. Held in memory: a stand-in's sessions end with it. */
export class Sessions {
  readonly #cookie: string;
  readonly #open = new Map<string, HostSession>();

  /** Hosts of one machine share its cookies, so each needs a name of its own. */
  constructor(cookie: string) {
    this.#cookie = cookie;
  }

  of(request: FastifyRequest): HostSession | undefined {
    const pair = (request.headers.cookie ?? '')
      .split(/;\s*/)
      .find((one) => one.startsWith(`${this.#cookie}=`));
    return pair === undefined ? undefined : this.#open.get(pair.slice(this.#cookie.length + 1));
  }

  start(reply: FastifyReply, user: StaffMember): void {
    const secret = randomBytes(24).toString('base64url');
    const [oldest] = this.#open.keys();
    if (this.#open.size >= MOST_SESSIONS && oldest !== undefined) this.#open.delete(oldest);
    this.#open.set(secret, { id: randomBytes(16).toString('base64url'), user });
    reply.header('set-cookie', `${this.#cookie}=${secret}; Path=/; HttpOnly; SameSite=Lax`);
  }

  end(request: FastifyRequest, reply: FastifyReply): void {
    const session = this.of(request);
    for (const [secret, one] of this.#open) if (one === session) this.#open.delete(secret);
    reply.header('set-cookie', `${this.#cookie}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`);
  }
}
