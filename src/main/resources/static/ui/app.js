// The frame around the views: who is here, where they are, what is up, how fresh it is.
import { html, render, useState, useEffect } from './lib.js';
import { token, get, describedCalls } from './api.js';
import { useCall, useRefreshState, pause, place, link, Questions, Failure, State } from './parts.js';
import { time, capped } from './format.js';
import { Overview } from './views/overview.js';
import { Requests } from './views/requests.js';
import { Request } from './views/request.js';
import { Person } from './views/person.js';
import { Journeys } from './views/journeys.js';
import { Start } from './views/start.js';
import { DeadLetters } from './views/dead-letters.js';
import { Destinations } from './views/destinations.js';
import { Webhooks } from './views/webhooks.js';
import { Audit } from './views/audit.js';

/** Each view with the scope and the call that it needs. */
const VIEWS = [
  ['overview', 'Overview', 'read', '/api/overview', Overview],
  ['requests', 'Requests', 'read', '/api/start-requests', (all) => (all.name ? html`<${Request} key=${all.name} ...${all} />` : html`<${Requests} ...${all} />`)],
  ['person', 'Person', 'read', '/api/start-requests', Person],
  ['journeys', 'Journeys', 'read', '/api/journeys', Journeys],
  ['start', 'Start', 'start', '/api/journey/{}/start/external', Start],
  ['dead-letters', 'Dead letters', 'read', '/api/dead-letters', DeadLetters],
  ['destinations', 'Destinations', 'read', '/api/destinations', Destinations],
  ['webhooks', 'Webhooks', 'read', '/api/webhooks', Webhooks],
  ['audit', 'Audit', 'admin', '/api/audit', Audit],
];

function Freshness() {
  const state = useRefreshState();
  const [, turn] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => turn((n) => n + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return html`<span class="fresh"><span class=${state.failed ? 'failure' : 'num'}>${state.failed ? `not reached since ${state.last ? time(state.last) : 'the start'}` : state.last ? time(state.last) : ''}</span>
    <button class="secondary outline small" aria-pressed=${state.paused ? 'true' : 'false'} title=${state.paused ? 'Refresh every 2 seconds again' : 'The page refreshes itself every 2 seconds'} onClick=${() => pause(!state.paused)}>${state.paused ? 'Go on' : 'Pause'}</button></span>`;
}

const Away = ({ parts }) => {
  const away = parts.filter((part) => part.state !== 'up').map((part) => part.name);
  return away.length ? html`<${State} of="down" word=${`${away.join(', ')} away`} />` : html`<${State} of="up" word="all parts up" />`;
};

function Frame({ me, calls, leave }) {
  const [at, setAt] = useState(place());
  const [menu, setMenu] = useState(false);
  useEffect(() => {
    const moved = () => {
      setAt(place());
      setMenu(false);
    };
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);
  const views = VIEWS.filter(([, , scope, path]) => me.may(scope) && calls[path]);
  const titles = useTitles(me.may('read') && calls['/api/journeys']);
  const overview = useCall(me.may('read') && calls['/api/overview'] ? 'api/overview' : null);
  const [key, label, , , View] = views.find(([name]) => name === at.view) ?? views[0] ?? [];
  useEffect(() => {
    document.title = `${label ?? 'No view'} – journey-gateway`;
    if (at.view === 'overview' && at.name) document.getElementById(at.name)?.scrollIntoView();
    else if (document.activeElement !== document.body) document.getElementById('main')?.focus({ preventScroll: true });
  }, [at.view, at.name]);
  const dead = overview.data?.dead_letters ?? 0;
  return html`<a class="skip" href="#main" onClick=${(event) => { event.preventDefault(); document.getElementById('main').focus(); }}>To the content</a>
    <header class="top"><a class="name" href="#/overview">journey-gateway</a>
      <button class="secondary outline small menu" aria-expanded=${menu ? 'true' : 'false'} aria-controls="views" onClick=${() => setMenu(!menu)}>Menu</button>
      <nav id="views" class=${menu ? 'open' : ''} aria-label="Views">${views.map(([name, text]) => html`<a key=${name} href=${link(name)} aria-current=${name === key ? 'page' : undefined}>${text}${name === 'dead-letters' && dead ? html` <span class="count">${capped(dead)}</span>` : ''}</a>`)}</nav>
      <span class="right">${overview.data ? html`<${Away} parts=${overview.data.parts} />` : ''}<${Freshness} />
      <span class="who"><span class="id" title=${`scopes: ${me.scopes.join(', ')}`}>${me.hint}</span> <button class="secondary outline small" onClick=${leave}>Leave</button></span></span></header>
    <main id="main" tabindex="-1">${View ? html`<${View} key=${key === 'start' ? key + at.name : key} me=${me} calls=${calls} titles=${titles} name=${at.name} filter=${at.filter} />`
      : html`<p class="quiet">This token may do nothing that the page shows. Its scopes: ${me.scopes.join(', ') || 'none'}.</p>`}</main><${Questions} />`;
}

/** Titles of journeys by id, of the first thousand; the others are shown by their ids. */
function useTitles(there) {
  const call = useCall(there ? 'api/journeys?limit=1000' : null, { once: true });
  return new Map((call.data?.journeys ?? []).filter((one) => one.title).map((one) => [one.id, one.title]));
}

function Door({ said, enter }) {
  const go = (event) => {
    event.preventDefault();
    enter(new FormData(event.target).get('token').trim());
  };
  return html`<main id="main" class="door"><h1>journey-gateway</h1>
    <form onSubmit=${go}><label><span>API token</span><input name="token" type="password" required autocomplete="off" autofocus aria-invalid=${said ? 'true' : undefined} aria-describedby="about" /></label>
      ${said ? html`<${Failure} error=${said} />` : ''}<button type="submit">Open</button>
      <p class="quiet" id="about">The token of an application, as in the catalogue. It stays in this tab and is gone when you close it.</p></form></main>`;
}

function Page() {
  const [state, set] = useState({ checking: Boolean(token.get()) });
  const enter = async (text) => {
    token.set(text);
    try {
      const [me, calls] = await Promise.all([get('api/me'), describedCalls()]);
      set({ me: { ...me, may: (scope) => me.scopes.includes(scope) || me.scopes.includes('admin') }, calls });
    } catch (error) {
      // A token that is refused is not kept; a gateway that is away may know it later.
      if (error.status === 401) token.clear();
      set({ said: error });
    }
  };
  useEffect(() => {
    if (state.checking) enter(token.get());
  }, []);
  const leave = () => {
    token.clear();
    location.reload();
  };
  if (state.me) return html`<${Frame} me=${state.me} calls=${state.calls} leave=${leave} />`;
  return state.checking ? html`<p class="quiet door" role="status">Opening …</p>` : html`<${Door} said=${state.said} enter=${enter} />`;
}

const root = document.getElementById('page');
root.textContent = '';
render(html`<${Page} />`, root);
