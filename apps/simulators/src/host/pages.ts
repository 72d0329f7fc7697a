import type { StaffMember } from '../population/staff.ts';
import { ageInYears } from '../population/calendar.ts';
import type { HostSystem, OpenPerson, PersonLine, PersonToTry } from './host-system.ts';
import { html, Html } from './html.ts';
import { type LaunchAnswer, PURPOSES, RELATIONSHIPS } from './launch.ts';
import { doorsFor, type OversightDoor } from './oversight.ts';
import { roleName } from './roles.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `14-Jul-1945` */
export function dateText(iso: string): string {
  const month = MONTHS[Number(iso.slice(5, 7)) - 1];
  return month === undefined ? '' : `${iso.slice(8, 10)}-${month}-${iso.slice(0, 4)}`;
}

interface PageFrame {
  readonly title: string;
  readonly user?: StaffMember;
  /** The search box in the header. */
  readonly searched?: string;
}

function layout(host: HostSystem, frame: PageFrame, body: Html): string {
  const { user } = frame;
  return html`<!doctype html>
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <title>${frame.title} – ${host.name}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="stylesheet" href="/host.css" />
        <link rel="icon" href="data:," />
        <script src="/host.js" defer></script>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the page</a>
        <header class="top">
          <a class="product" href="/">${host.name}</a>
          ${user === undefined ? undefined : searchBox(host, frame.searched ?? '')}
          ${user === undefined ? undefined : whoIsIn(user)}
        </header>
        ${body}
      </body>
    </html>`.text;
}

function searchBox(host: HostSystem, searched: string): Html {
  return html`<form class="search" action="/search" role="search">
    <label for="q">Find a ${host.personWord}</label>
    <input
      id="q"
      name="q"
      type="search"
      value="${searched}"
      placeholder="${host.searchHint}"
      autocomplete="off"
    />
    <button>Search</button>
  </form>`;
}

function whoIsIn(user: StaffMember): Html {
  return html`<form class="who" method="post" action="/sign-out">
    <span>${user.name} · ${roleName(user.role)}</span>
    <button>Sign out</button>
  </form>`;
}

export function signInPage(host: HostSystem, next: string): string {
  const roles = [...new Set(host.staff.map((one) => one.role))];
  return layout(
    host,
    { title: 'Sign in' },
    html`<main id="main">
      <h1>Sign in to ${host.name}</h1>
      <p>A stand-in with invented people. Choose who to be.</p>
      <form method="post" action="/sign-in">
        <input type="hidden" name="next" value="${next}" />
        <div class="wide" role="region" aria-label="Staff who can sign in" tabindex="0">
          <table>
            <caption class="unseen">
              Staff who can sign in
            </caption>
            <thead>
              <tr>
                <th scope="col">Role</th>
                <th scope="col">Sign in as</th>
              </tr>
            </thead>
            <tbody>
              ${roles.map(
                (role) =>
                  html`<tr>
                    <th scope="row">${roleName(role)}</th>
                    <td>
                      ${host.staff
                        .filter((one) => one.role === role)
                        .map(
                          (one) =>
                            html`<button name="user" value="${one.userId}">${one.name}</button>
                              <small>${trained(one)}</small> `,
                        )}
                    </td>
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>
      </form>
    </main>`,
  );
}

function trained(one: StaffMember): string {
  return one.trainingCompleted === '' ? 'no training recorded' : `trained ${dateText(one.trainingCompleted)}`;
}

export function homePage(host: HostSystem, user: StaffMember, people: readonly PersonToTry[]): string {
  return layout(
    host,
    { title: 'Home', user },
    html`<main id="main">
      <h1>${host.name}</h1>
      ${doorsFor(host, user.role).map((door) => html`<p><a href="${door.path}">${door.title}</a></p>`)}
      <h2>People to try</h2>
      <p>Invented people, chosen from this system’s own records because each shows something different.</p>
      <div class="wide" role="region" aria-label="People to try" tabindex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Born</th>
              <th scope="col">${host.numberWord}</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            ${people.map(
              ({ person, reason }) =>
                html`<tr>
                  <td><a href="/people/${person.id}">${person.name}</a></td>
                  <td class="num">${dateText(person.birthDate)}</td>
                  <td class="num">${person.number}</td>
                  <td>${reason}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </main>`,
  );
}

export function searchPage(
  host: HostSystem,
  user: StaffMember,
  searched: string,
  found: readonly PersonLine[],
): string {
  return layout(
    host,
    { title: 'Search', user, searched },
    html`<main id="main">
      <h1>Search</h1>
      <p role="status">
        ${found.length === 0 ? 'Nobody found.' : `${found.length} found${found.length >= 50 ? ' (the first 50)' : ''}.`}
      </p>
      ${
        found.length === 0
          ? undefined
          : html`<div class="wide" role="region" aria-label="People found" tabindex="0">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Name</th>
                    <th scope="col">Born</th>
                    <th scope="col">Sex</th>
                    <th scope="col">${host.numberWord}</th>
                    <th scope="col">Postcode</th>
                  </tr>
                </thead>
                <tbody>
                  ${found.map(
                    (one) =>
                      html`<tr>
                        <td><a href="/people/${one.id}">${one.name}</a></td>
                        <td class="num">${dateText(one.birthDate)}</td>
                        <td>${one.sex}</td>
                        <td class="num">${one.number}</td>
                        <td>${one.postcode}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>
            </div>`
      }
    </main>`,
  );
}

export interface LaunchChoice {
  readonly purpose: string;
  /** A relationship, or empty where the purpose is stated in words. */
  readonly relationship: string;
  readonly stated: string;
}

export interface PersonPage {
  readonly host: HostSystem;
  readonly user: StaffMember;
  readonly person: OpenPerson;
  readonly section: string;
  readonly asOf: string;
  readonly content: Html;
}

export function personPage({ host, user, person, section, asOf, content }: PersonPage): string {
  const { line } = person;
  return layout(
    host,
    { title: line.name, user },
    html`<section
        class="person${person.deathDate === undefined ? '' : ' dead'}"
        aria-label="${host.personWord} open"
      >
        <h1>${line.name}</h1>
        <span class="num">${line.number}</span>
        <span class="num"
          >${line.birthDate === '' ? 'born: not known' : `${dateText(line.birthDate)} (${ageInYears(line.birthDate, person.deathDate ?? asOf)}y)`}</span
        >
        <span>${line.sex}</span>
        ${person.deathDate === undefined ? undefined : html`<strong>Died ${dateText(person.deathDate)}</strong>`}
      </section>
      <div class="columns">
        <nav aria-label="Sections of the record">
          <ul>
            ${person.sections.map(
              (one) =>
                html`<li>
                  <a
                    href="/people/${line.id}/${one.key}"
                    ${one.key === section ? new Html('aria-current="page"') : undefined}
                    >${one.title}</a
                  >
                </li>`,
            )}
          </ul>
        </nav>
        <main id="main">${content}</main>
      </div>`,
  );
}

/** Why the viewer is being opened: shown filled in as usual for the role, so that opening is one step. */
export function purposeForm(action: string, choice: LaunchChoice): Html {
  const option = (value: string, label: string, chosen: boolean): Html =>
    html`<option value="${value}" ${chosen ? new Html('selected') : undefined}>${label}</option>`;
  return html`<form class="why" action="${action}">
    <label for="purpose">Purpose</label>
    <select id="purpose" name="purpose">
      ${PURPOSES.map((one) => option(one, words(one), one === choice.purpose))}
    </select>
    <label for="relationship">Relationship</label>
    <select id="relationship" name="relationship">
      ${RELATIONSHIPS.map((one) => option(one, words(one), one === choice.relationship))}
      ${option('none', 'None: I state my purpose', choice.relationship === '')}
    </select>
    <label for="stated">Purpose in words</label>
    <input id="stated" name="stated" value="${choice.stated}" maxlength="200" />
    <button>Open with this purpose</button>
  </form>`;
}

const words = (code: string): string => {
  const text = code.replaceAll('-', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};

/** The other side's viewer, opened by a POST into the frame; the button does it where no script runs. */
export function viewerFrame(host: HostSystem, answer: LaunchAnswer, why: Html): Html {
  if (answer.state === 'refused') return html`${why}${refusal(answer)}`;
  const { title, frameTitle } = host.viewerSection;
  return html`${why}
    <form
      class="launch"
      method="post"
      action="${answer.open}"
      target="solway-view"
      data-launch
      data-origin="${new URL(answer.open).origin}"
    >
      <input type="hidden" name="handle" value="${answer.handle}" />
      <button>Open: ${title}</button>
    </form>
    <p class="closed" role="status" hidden>This view was closed. <a href="">Open it again</a></p>
    <iframe class="viewer" name="solway-view" title="${frameTitle}"></iframe>`;
}

function refusal(answer: Extract<LaunchAnswer, { state: 'refused' }>): Html {
  return html`<div class="refused" role="alert">
    <h2>The viewer did not open</h2>
    <p>${answer.message}</p>
    <p><small>Code: ${answer.code}</small></p>
  </div>`;
}

export function oversightPage(
  host: HostSystem,
  user: StaffMember,
  door: OversightDoor,
  answer: LaunchAnswer,
): string {
  return layout(
    host,
    { title: door.title, user },
    html`<main id="main">
      <h1>${door.title}</h1>
      <p>${door.words}</p>
      ${
        answer.state === 'refused'
          ? refusal(answer)
          : html`<form method="post" action="${answer.open}" target="_blank">
              <input type="hidden" name="handle" value="${answer.handle}" />
              <button>${door.button}</button>
            </form>`
      }
    </main>`,
  );
}

export function messagePage(
  host: HostSystem,
  user: StaffMember | undefined,
  title: string,
  text: string,
): string {
  return layout(
    host,
    { title, ...(user === undefined ? {} : { user }) },
    html`<main id="main">
      <h1>${title}</h1>
      <p>${text}</p>
    </main>`,
  );
}
