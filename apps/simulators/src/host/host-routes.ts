import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { HOST_SCRIPT } from './host-script.ts';
import type { HostSystem, OpenPerson } from './host-system.ts';
import type { Html } from './html.ts';
import { type BackChannel, launch, type LaunchRequest, PURPOSES, RELATIONSHIPS } from './launch.ts';
import {
  homePage,
  type LaunchChoice,
  messagePage,
  oversightPage,
  personPage,
  purposeForm,
  searchPage,
  signInPage,
  viewerFrame,
} from './pages.ts';
import { OVERSIGHT_DOORS } from './oversight.ts';
import { usualBasis, usualPurpose } from './roles.ts';
import { type HostSession, Sessions } from './sessions.ts';

export interface HostRoutesOptions {
  readonly host: HostSystem;
  readonly channel: BackChannel;
  /** The host page's own origin: `http://localhost:8081`. */
  readonly origin: () => string;
}

const Choice = z.object({
  purpose: z.enum(PURPOSES).optional(),
  relationship: z.enum([...RELATIONSHIPS, 'none']).optional(),
  stated: z.string().max(200).optional(),
});

/** Sign-in, search, the person page with the other side's viewer in it, and the doors to Solway's own pages. */
export async function serveHost(server: FastifyInstance, options: HostRoutesOptions): Promise<void> {
  const { host, channel } = options;
  const sessions = new Sessions(`${host.clientId}-session`);
  await server.register(formbody);

  server.get('/jwks.json', () => ({ keys: [channel.key.publicJwk] }));
  server.get('/host.css', (_, reply) => reply.type('text/css; charset=utf-8').send(host.stylesheet));
  server.get('/host.js', (_, reply) => reply.type('text/javascript; charset=utf-8').send(HOST_SCRIPT));

  server.get('/sign-in', (request, reply) => {
    const { as, next } = request.query as { as?: string; next?: string };
    const user = host.staff.find((one) => one.userId === as) ?? host.staff.find((one) => one.role === as);
    if (user === undefined) return page(reply, signInPage(host, localPath(next)));
    sessions.start(reply, user);
    return reply.redirect(localPath(next), 303);
  });
  server.post('/sign-in', (request, reply) => {
    const { user: userId, next } = (request.body ?? {}) as { user?: string; next?: string };
    const user = host.staff.find((one) => one.userId === userId);
    if (user === undefined) return page(reply.code(400), signInPage(host, localPath(next)));
    sessions.start(reply, user);
    return reply.redirect(localPath(next), 303);
  });
  server.post('/sign-out', (request, reply) => {
    sessions.end(request, reply);
    return reply.redirect('/sign-in', 303);
  });
  server.get('/people-to-try.json', async () => host.peopleToTry());

  const signedIn =
    (answer: (request: FastifyRequest, reply: FastifyReply, session: HostSession) => Promise<FastifyReply>) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const session = sessions.of(request);
      if (session !== undefined) return answer(request, reply, session);
      return reply.redirect(`/sign-in?next=${encodeURIComponent(request.url)}`, 303);
    };
  server.get(
    '/',
    signedIn(async (_, reply, { user }) => page(reply, homePage(host, user, await host.peopleToTry()))),
  );
  server.get(
    '/search',
    signedIn(async (request, reply, { user }) => {
      const searched = ((request.query as { q?: string }).q ?? '').trim().slice(0, 100);
      const found = searched === '' ? [] : await host.search(searched);
      return page(reply, searchPage(host, user, searched, found));
    }),
  );
  for (const door of OVERSIGHT_DOORS.filter((one) => one.organisations.includes(host.organisation))) {
    server.get(
      door.path,
      signedIn(async (_, reply, session) => {
        if (!door.roles.includes(session.user.role)) {
          return page(
            reply.code(403),
            messagePage(host, session.user, 'Not for this role', door.notForThisRole),
          );
        }
        const answer = await launch(channel, {
          ...whoAsks(options, session),
          purpose: 'direct-care',
          statedPurpose: door.statedPurpose,
          view: door.view,
        });
        return page(reply, oversightPage(host, session.user, door, answer), answer);
      }),
    );
  }
  const personRoute = signedIn(async (request, reply, session) =>
    showPerson(options, request, reply, session),
  );
  server.get('/people/:id', personRoute);
  server.get('/people/:id/:section', personRoute);
}

async function showPerson(
  options: HostRoutesOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  session: HostSession,
): Promise<FastifyReply> {
  const { host, channel } = options;
  const { id, section = host.viewerSection.key } = request.params as { id: string; section?: string };
  const person = await host.open(id, session.user);
  const chosen = person?.sections.find((one) => one.key === section);
  if (person === undefined || chosen === undefined) {
    const text = `There is no such ${host.personWord}, or no such section.`;
    return page(reply.code(404), messagePage(host, session.user, 'Not found', text));
  }
  if (person.access === 'closed') {
    const text = 'This record is restricted. You are not among those who may open it.';
    return page(reply.code(403), messagePage(host, session.user, person.line.name, text));
  }
  const shown = { host, user: session.user, person, section, asOf: isoDay(channel.now()) };
  if (chosen.content !== undefined) {
    return page(reply, personPage({ ...shown, content: await chosen.content() }));
  }
  const choice = choiceOf(request, session);
  const answer = await launch(channel, summaryRequest(options, session, person, choice));
  const why: Html = purposeForm(`/people/${id}/${section}`, choice);
  return page(reply, personPage({ ...shown, content: viewerFrame(host, answer, why) }), answer);
}

function choiceOf(request: FastifyRequest, { user }: HostSession): LaunchChoice {
  const asked = Choice.safeParse(request.query);
  const { purpose, relationship, stated } = asked.success ? asked.data : {};
  const usual = usualBasis(user.role);
  const usualStated = 'statedPurpose' in usual ? usual.statedPurpose : '';
  const usualRelationship = 'relationship' in usual ? usual.relationship : '';
  return {
    purpose: purpose ?? usualPurpose(user.role),
    relationship:
      relationship === undefined ? usualRelationship : relationship === 'none' ? '' : relationship,
    stated: stated ?? usualStated,
  };
}

function summaryRequest(
  options: HostRoutesOptions,
  session: HostSession,
  person: OpenPerson,
  choice: LaunchChoice,
): LaunchRequest {
  const relationship = RELATIONSHIPS.find((one) => one === choice.relationship);
  return {
    ...whoAsks(options, session),
    subject: person.subject,
    purpose: PURPOSES.find((one) => one === choice.purpose) ?? 'direct-care',
    ...(relationship === undefined ? {} : { relationship }),
    ...(relationship === undefined && choice.stated !== '' ? { statedPurpose: choice.stated } : {}),
    view: 'summary',
  };
}

function whoAsks(
  options: HostRoutesOptions,
  { id, user }: HostSession,
): Pick<LaunchRequest, 'hostSession' | 'origin' | 'user'> {
  return {
    user: { id: user.userId, name: user.name, role: user.role },
    origin: options.origin(),
    hostSession: id,
  };
}

const isoDay = (now: number): string => new Date(now).toISOString().slice(0, 10);

/** Only a path of this host may be gone on to. */
function localPath(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) ? next : '/';
}

/** No Referrer-Policy: the POST into the frame is to carry its Origin. */
function page(reply: FastifyReply, text: string, answer?: Awaited<ReturnType<typeof launch>>): FastifyReply {
  const viewer = answer?.state === 'opened' ? ` ${new URL(answer.open).origin}` : '';
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header(
      'content-security-policy',
      `default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; form-action 'self'${viewer}; frame-src${viewer === '' ? " 'none'" : viewer}; frame-ancestors 'none'; base-uri 'none'`,
    )
    .send(text);
}
