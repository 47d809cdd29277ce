// The whole at a glance: what came, what waits, what needs a look.
import { html } from '../lib.js';
import { query } from '../api.js';
import { useCall, Answered, State, Id, Time, CountsBar, Progress, Table, link, go } from '../parts.js';
import { number, capped, ago, plural, reason, time, duration } from '../format.js';
import { Plot } from '../plot.js';

const RANGES = { '1h': [3600, 60], '24h': [86_400, 600], '7d': [604_800, 3600] };

/** From and to on whole steps, so that the call is the same one until the next step begins. */
function span(range) {
  const [length, step] = RANGES[range] ?? RANGES['1h'];
  const end = Math.floor(Date.now() / 1000 / step) * step + step;
  return { begin: end - length, end, step };
}
const iso = (seconds) => new Date(seconds * 1000).toISOString().replace('.000', '');

const named = (series, kind, name) => series
  .filter((one) => one.kind === kind)
  .reduce((sums, one) => {
    const found = sums.find((sum) => sum.name === name(one));
    if (found) {
      found.counts = found.counts.map((n, i) => n + one.counts[i]);
      found.total += one.total;
    } else sums.push({ name: name(one), counts: [...one.counts], total: one.total });
    return sums;
  }, [])
  .sort((a, b) => b.total - a.total);

function Kind({ title, of, at, href, click, nothing }) {
  const total = of.reduce((sum, one) => sum + one.total, 0);
  const last = of.reduce((sum, one) => sum + (one.counts[one.counts.length - 2] ?? 0), 0);
  const top = of.slice(0, 2).map((one) => `${one.name} ${number(one.total)}`).join(', ');
  return html`<section class="panel" aria-label=${title}>
    <h2>${title}</h2>
    <p class="figure"><a href=${href}>${number(total)}</a> <small>${at.step === 60 ? `${number(last)} in the last minute` : `${number(last)} in the last ${duration(at.step)}`}</small></p>
    ${of.length
      ? html`<${Plot} label=${`${title}: ${number(total)}; ${top}`} series=${of.slice(0, 6)} begin=${at.begin} step=${at.step} onStep=${click} />`
      : html`<p class="quiet plot-empty">${nothing}</p>`}
  </section>`;
}

function Activity({ range, filter, calls }) {
  const at = span(range);
  const call = useCall(calls['/api/activity'] ? `api/activity${query({ from: iso(at.begin), to: iso(at.end), step: `${at.step}s`, by: at.step < 3600 ? 'door,journey' : 'door' })}` : null);
  const asked = { from: iso(at.begin), to: iso(at.end) };
  const toList = (kind) => (since) => go('requests', '', { from: iso(since), to: iso(since + at.step), ...kind });
  return html`<${Answered} call=${call} what="what happened">${({ series }) => html`
    <div class="three">
      <${Kind} title="Accepted" of=${named(series, 'accepted', (one) => one.door)} at=${at} href=${link('requests', '', asked)} click=${toList({})} nothing="No request was accepted." />
      <${Kind} title="Refused" of=${named(series, 'refused', (one) => reason(one.reason))} at=${at} href=${link('overview', 'refused', { range })}
        click=${(since) => go('overview', 'refused', { range, at: since })} nothing="Nothing was refused." />
      <${Kind} title="People entered" of=${named(series, 'entered', (one) => one.door)} at=${at} href=${link('requests', '', { ...asked, state: 'done' })} click=${toList({})} nothing="Nobody entered." />
    </div>
    <${Refused} series=${series} at=${at} range=${range} only=${filter.at ? Number(filter.at) : null} />`}<//>`;
}

function Refused({ series, at, range, only }) {
  const step = only === null ? -1 : Math.round((only - at.begin) / at.step);
  const rows = series
    .filter((one) => one.kind === 'refused')
    .map((one) => ({ ...one, n: step < 0 ? one.total : one.counts[step] ?? 0 }))
    .filter((one) => one.n > 0)
    .sort((a, b) => b.n - a.n);
  if (!rows.length && only === null) return null;
  return html`<section class="panel" id="refused" aria-label="Refused, and for what">
    <h2>Refused${only === null ? '' : html` at ${time(only * 1000, false)} <small><a href=${link('overview', 'refused', { range })}>all of this time</a></small>`}</h2>
    <${Table} label="Refused by reason, door and journey" head=${['Reason', 'Door', 'Journey', '#Requests']} empty=${rows.length ? '' : 'Nothing was refused then.'}>
      ${rows.slice(0, 50).map((one) => html`<tr key=${one.reason + one.door + one.journey_id}><td>${reason(one.reason)} <small class="quiet">${one.reason}</small></td><td>${one.door}</td>
        <td>${one.journey_id ? html`<a href=${link('journeys', one.journey_id)}>${one.journey_id}</a>` : html`<span class="quiet">none known</span>`}</td><td class="num">${number(one.n)}</td></tr>`)}
    <//></section>`;
}

const rank = { processing: 0, delivering: 1, held: 2, accepted: 3, scheduled: 4 };

const UnderWay = ({ of }) => html`<section class="panel" aria-label="Under way"><h2>Under way</h2>
  ${of.length ? html`<${Table} label="Requests under way" head=${['Request', 'Journey', 'State', 'Counts', '#Progress']}>
    ${[...of].sort((a, b) => rank[a.state] - rank[b.state]).map((one) => html`<tr key=${one.request_uuid}>
      <td>${one.file ? html`<a href=${link('requests', one.request_uuid)}>${one.file}</a>` : html`<${Id} of=${one.request_uuid} href=${link('requests', one.request_uuid)} />`}</td>
      <td>${one.journey_title || one.journey_id}</td>
      <td>${one.expected_at ? html`<${State} of="waiting" /> <small>slot at <${Time} at=${one.expected_at} /></small>` : html`<${State} of=${one.state} />`}</td>
      <td class="grow"><${CountsBar} counts=${one.counts} /></td>
      <td class="num"><${Progress} of=${one.progress} /></td></tr>`)}<//>` : html`<p class="quiet">Nothing is under way.</p>`}
</section>`;

function Looks({ of, may }) {
  const items = [
    ...of.parts.filter((part) => part.state !== 'up').map((part) => ['bad', html`<strong>${part.name}</strong> is away${part.name === 'broker' ? '; what is accepted waits in the outbox' : ''}`]),
    of.requests.failed > 0 && ['bad', html`<a href=${link('requests', '', { state: 'failed' })}>${capped(of.requests.failed)} failed</a> in the last day`],
    of.dead_letters > 0 && ['bad', html`<a href=${link('dead-letters')}>${plural(of.dead_letters, 'dead letter')}</a>`],
    of.requests.held > 0 && ['wait', html`<a href=${link('requests', '', { state: 'held' })}>${capped(of.requests.held)} held</a>: their journeys do not run`],
    ...(of.destinations ?? []).filter((one) => one.state && one.state !== 'up').map((one) => ['bad', html`<a href=${link('destinations')}>${one.name}</a> ${one.state}${one.last_error ? `: ${one.last_error}` : ''}`]),
    ...(of.destinations ?? []).filter((one) => one.unknown > 0).map((one) => ['bad', html`<a href=${link('destinations')}>${plural(one.unknown, 'call')} of unknown outcome</a> to ${one.name}`]),
  ].filter(Boolean);
  return html`<section class="panel" aria-label="Needs a look"><h2>Needs a look</h2>
    ${items.length ? html`<ul class="looks">${items.map(([colour, text]) => html`<li class=${colour}><span aria-hidden="true">${colour === 'bad' ? '✕' : '‖'}</span> <span>${text}</span></li>`)}</ul>`
      : html`<p class="quiet"><${State} of="up" word="Nothing needs a look." /></p>`}
  </section>`;
}

const Lines = ({ of }) => html`<section class="panel" aria-label="Waiting lines"><h2>Waiting lines</h2>
  ${of.longest.length ? html`<p class="figure"><a href=${link('requests', '', { state: 'accepted' })}>${number(of.waiting)}</a> <small>in ${plural(of.lines, 'line')}</small></p>
    <${Table} label="The longest lines" head=${['Journey', 'Entry point', '#Waiting', '#Next slot']}>${of.longest.map((one) => html`<tr key=${one.journey_id + one.entry_point_id}>
      <td><a href=${link('journeys', one.journey_id)}>${one.journey_title || one.journey_id}</a></td><td>${one.entry_point_id}</td><td class="num">${number(one.waiting)}</td>
      <td class="num">${one.next_slot_at ? html`<${Time} at=${one.next_slot_at} />` : 'now'}</td></tr>`)}<//>` : html`<p class="quiet">No request waits for its slot.</p>`}
</section>`;

const Queues = ({ of }) => html`<section class="panel" aria-label="Outbox and queues"><h2>Outbox and queues</h2>
  <${Table} label="Messages that wait" head=${['Where', '#Messages', '#Oldest']}>
    <tr><td>outbox</td><td class="num">${capped(of.outbox.messages)}</td><td class="num">${of.outbox.oldest_at ? ago(of.outbox.oldest_at) : ''}</td></tr>
    ${of.queues.map((one) => html`<tr key=${one.queue}><td>${one.queue}</td><td class="num">${number(one.messages)}</td><td></td></tr>`)}<//>
  ${of.queues.length ? null : html`<p class="quiet">The broker is outside: its own console shows its queues.</p>`}
  <p>${of.parts.map((part) => html`<span class="part" key=${part.name}>${part.name} <${State} of=${part.state} /></span> `)}</p>
</section>`;

function First({ calls }) {
  return html`<section class="panel" aria-label="How to begin"><h2>Nothing has come yet</h2>
    <p>Start a journey on the page <a href="#/start">Start</a>, drop a list with a column <code>user_id</code> into <code>inbox/<em>journey id</em>/</code>, or send the first request:</p>
    <pre tabindex="0">curl -X POST ${new URL('../api/journey/JOURNEY/start/external', document.baseURI).href} \\
  -H 'Authorization: Api TOKEN' -H 'Content-Type: application/json' \\
  -d '{"payload": {"users": ["user-123"]}}'</pre></section>`;
}

export function Overview({ me, calls, filter, name }) {
  const range = RANGES[filter.range] ? filter.range : '1h';
  const call = useCall('api/overview');
  const first = useCall('api/start-requests?limit=1');
  const nothing = first.data && first.data.start_requests.length === 0;
  return html`<div class="bar-of-tools"><h1>Overview</h1>
    <nav class="segments" aria-label="Time shown">${Object.keys(RANGES).map((one) => html`<a key=${one} href=${link('overview', '', { range: one })} aria-current=${one === range ? 'true' : undefined}>${one.replace('h', ' h').replace('d', ' d')}</a>`)}</nav></div>
  ${nothing ? html`<${First} calls=${calls} />` : null}
  <${Activity} range=${range} filter=${filter} calls=${calls} />
  <${Answered} call=${call} what="what is under way">${(of) => html`
    <div class="two"><div><${UnderWay} of=${of.under_way} /><${Lines} of=${of.lines} /></div><div><${Looks} of=${of} may=${me} /><${Queues} of=${of} /></div></div>`}<//>`;
}
