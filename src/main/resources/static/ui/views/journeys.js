// The catalogue as it is in force.
import { html, useState } from '../lib.js';
import { act, query } from '../api.js';
import { useCall, useAction, Answered, State, Time, Table, Field, link, go } from '../parts.js';
import { number, duration } from '../format.js';
import { HEAD, requestRow } from './requests.js';

const STATES = ['draft', 'running', 'paused', 'held', 'finished', 'archived'];
/** 600s as 10 min. */
const period = (text) => (text === '0s' ? 'none' : /^\d+s$/.test(text) ? duration(Number.parseInt(text, 10)) : text);
const slot = (point) => (point.next_slot_at ? html`taken until <${Time} at=${point.next_slot_at} />` : 'free');

export function Journeys({ name, filter, me, calls, titles }) {
  return name ? html`<${Journey} id=${name} me=${me} calls=${calls} titles=${titles} />` : html`<${List} filter=${filter} />`;
}

function List({ filter }) {
  const narrow = (event) => {
    event.preventDefault();
    go('journeys', '', Object.fromEntries(new FormData(event.target)));
  };
  const call = useCall(`api/journeys${query({ text: filter.text, state: filter.state, after: filter.after, limit: 50 })}`);
  return html`<h1>Journeys</h1>
    <form class="filter" onSubmit=${narrow} key=${JSON.stringify(filter)}><${Field} label="Part of the id or title"><input name="text" value=${filter.text ?? ''} /><//>
      <${Field} label="State"><select name="state" onChange=${(event) => event.target.form.requestSubmit()}><option value="">any</option>${STATES.map((one) => html`<option value=${one} selected=${one === filter.state}>${one}</option>`)}</select><//>
      <div class="buttons"><button type="submit">Show</button></div></form>
    <${Answered} call=${call} what="the catalogue">${({ journeys, after }) => html`
      <${Table} label="Journeys" head=${['Journey', 'State', 'Entry point', 'Attributes', 'Re-entry', '#Limit', '#Slot', '#Waiting']}
        empty=${journeys.length ? '' : filter.text || filter.state ? 'No journey matches.' : 'The catalogue has no journey of your applications: add one to config/journeys.yaml.'}>
        ${journeys.map((one) => (one.entry_points.length ? one.entry_points : [null]).map((point, i) => html`<tr key=${one.id + i}>
          <td>${i ? '' : html`<a href=${link('journeys', one.id)}>${one.title || one.id}</a>${one.title ? html` <small class="id quiet">${one.id}</small>` : ''}`}</td><td>${i ? '' : html`<${State} of=${one.state} />`}</td>
          ${point ? html`<td>${point.id}${point.deactivated ? ' (switched off)' : ''}</td><td>${point.attributes.join(', ')}</td><td>${point.re_entry}</td><td class="num">${period(point.limit_period)}</td><td class="num">${slot(point)}</td><td class="num">${number(point.waiting)}</td>`
            : html`<td colspan="6" class="quiet">No API entry point: it cannot be started from here.</td>`}</tr>`))}<//>
      <nav class="pages" aria-label="Pages">${filter.after ? html`<a href=${link('journeys', '', { text: filter.text, state: filter.state })}>First</a>` : ''} ${after ? html`<a href=${link('journeys', '', { ...filter, after })}>More</a>` : ''}</nav>`}<//>`;
}

function Journey({ id, me, calls, titles }) {
  const call = useCall(`api/journeys/${encodeURIComponent(id)}`);
  const [run, said] = useAction();
  const turn = (verb, text) => run({ title: `${verb === 'hold' ? 'Hold' : 'Release'} this journey?`, text, yes: verb === 'hold' ? 'Hold it' : 'Release it', bad: verb === 'hold' },
    async () => { await act('POST', `api/journeys/${encodeURIComponent(id)}/${verb}`); return verb === 'hold' ? 'Held.' : 'Released.'; }, call.reload);
  return html`<${Answered} call=${call} what="the journey">${(one) => html`
    <div class="bar-of-tools"><h1>${one.title || one.id}</h1>
      ${calls['/api/journeys/{}/hold'] && me.may('operate') ? one.state === 'held'
        ? html`<button class="secondary outline small" onClick=${() => turn('release', 'What is held goes on.')}>Release</button>`
        : html`<button class="secondary outline small" onClick=${() => turn('hold', 'What is accepted is held from now on, further requests are refused, and nobody enters until it is released.')}>Hold</button>` : ''}
      ${me.may('start') && one.state === 'running' ? html`<a role="button" class="small" href=${link('start', one.id)}>Start</a>` : ''}${said}</div>
    <section class="panel"><p class="facts"><${State} of=${one.state} /><span class="id">${one.id}</span><span>${one.application_code}</span>${one.destination ? html`<span>to ${one.destination}</span>` : ''}</p>
    <${Table} label="Entry points" head=${['Entry point', 'Attributes', 'Re-entry', '#Limit', '#Slot', '#Waiting']} empty=${one.entry_points.length ? '' : 'No API entry point.'}>
      ${one.entry_points.map((point) => html`<tr key=${point.id}><td>${point.id}${point.deactivated ? ' (switched off)' : ''}</td><td>${point.attributes.join(', ')}</td><td>${point.re_entry}</td><td class="num">${period(point.limit_period)}</td><td class="num">${slot(point)}</td><td class="num">${number(point.waiting)}</td></tr>`)}<//></section>
    <section class="panel"><h2>Last requests</h2><${Table} label="Last requests" head=${HEAD} empty=${one.last_requests.length ? '' : 'None yet.'}>${one.last_requests.map((request) => requestRow(request, titles))}<//>
      ${one.last_requests.length ? html`<p><a href=${link('requests', '', { journey: one.id })}>All requests of this journey</a></p>` : ''}</section>`}<//>`;
}
