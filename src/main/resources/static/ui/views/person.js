// Why somebody is in, or is not.
import { html, useState } from '../lib.js';
import { act, query } from '../api.js';
import { useCall, useAction, Answered, State, Id, Time, Table, Field, link, go } from '../parts.js';
import { HEAD, requestRow } from './requests.js';

const receipt = (of) => Object.entries(of ?? {}).filter(([, n]) => typeof n === 'number').map(([name, n]) => `${name.replaceAll('_', ' ')} ${n}`).join(', ') || 'nothing was there';

/** What there is to say of one outcome. */
const Why = ({ of }) => html`${of.reason ?? ''}${of.expected_at ? html` slot at <${Time} at=${of.expected_at} />` : ''}
  ${of.earlier_request ? html` entered before with <${Id} of=${of.earlier_request} href=${link('requests', of.earlier_request)} />` : ''}
  ${of.counted_line ? ` line ${of.counted_line} counted` : ''}${of.user_id ? ` as ${of.user_id}` : ''}${of.submitted_id ? ` named as ${of.submitted_id}` : ''}
  ${of.dead_letter_id ? html` <a href=${link('dead-letters', '', { request: of.request_uuid })}>its dead letters</a>` : ''}`;

function Now({ of }) {
  return html`<section class="panel"><h2>What is against it now</h2>
    <p class="facts"><${State} of=${of.state} word=${`journey ${of.state}`} />${(of.entry_points ?? []).map((one) => html`<span key=${one.id}>${one.id}: re-entry ${one.re_entry}${one.deactivated ? ', switched off' : ''}</span>`)}</p>
    ${of.against?.length ? html`<ul class="looks">${of.against.map((one) => html`<li class="bad" key=${one}><span aria-hidden="true">✕</span> <span>${one}</span></li>`)}</ul>` : html`<p class="quiet">Nothing: a request that is sent now would enter this person.</p>`}
    ${of.earlier_entry ? html`<p>Entered at <${Time} at=${of.earlier_entry.entered_at} /> with <${Id} of=${of.earlier_entry.request_uuid} href=${link('requests', of.earlier_entry.request_uuid)} />.</p>` : ''}
    ${(of.filters ?? []).map((one) => html`<${Table} key=${one.request_uuid} label=${`Conditions of ${one.filter}`} head=${['Condition', 'Met by a device of this person']}>${one.conditions.map((part, i) => html`<tr key=${i}><td><code>${part.text}</code></td><td><${State} of=${part.meets ? 'entered' : 'rejected'} word=${part.meets ? 'yes' : 'no'} /></td></tr>`)}<//>`)}</section>`;
}

function Known({ of, titles }) {
  const { requests = [], still_open: open = [], now } = of;
  return html`<section class="panel"><h2>Named in</h2>
    <${Table} label="Requests that named this id" head=${['When', 'What came of it', 'Request', 'Journey', 'Door', 'Why']} empty=${requests.length ? '' : 'No request that is recorded named this id.'}>${requests.map((one, i) => html`<tr key=${i}>
      <td><${Time} at=${one.at ?? one.accepted_at} /></td><td><${State} of=${one.outcome} /></td><td><${Id} of=${one.request_uuid} href=${link('requests', one.request_uuid)} /></td>
      <td>${titles.get(one.journey_id) || one.journey_id}</td><td>${one.door ?? ''}${one.file ? html` <span class="file">${one.file}</span>${one.line ? ` line ${one.line}` : ''}` : ''}</td>
      <td class="cause"><${Why} of=${one} /></td></tr>`)}<//>${of.more ? html`<p class="quiet">These are the newest; there are more.</p>` : ''}</section>
    ${open.length ? html`<section class="panel"><h2>Still open</h2><p>Requests whose people are not recorded yet. This id may be in them.</p>
      <${Table} label="Requests that are still open" head=${['Accepted', 'State', 'Request', 'Journey', 'Door', 'Why']}>${open.map((one) => html`<tr key=${one.request_uuid}><td><${Time} at=${one.accepted_at} /></td><td><${State} of=${one.state} /></td>
        <td><${Id} of=${one.request_uuid} href=${link('requests', one.request_uuid)} /></td><td>${titles.get(one.journey_id) || one.journey_id}</td><td>${one.door}${one.file ? html` <span class="file">${one.file}</span>` : ''}</td><td><${Why} of=${one} /></td></tr>`)}<//></section>` : ''}
    ${now ? html`<${Now} of=${now} />` : ''}`;
}

function Answer({ id, journey, calls, titles }) {
  const whole = Boolean(calls['/api/people']);
  const call = useCall(whole ? `api/people${query({ id, journey, limit: 100 })}` : `api/start-requests${query({ person: id, journey, limit: 100 })}`);
  return html`<${Answered} call=${call} what="what is known">${(of) => (whole ? html`<${Known} of=${of} titles=${titles} />`
    : html`<section class="panel"><h2>Named in</h2><${Table} label="Requests that named this id" head=${HEAD} empty=${of.start_requests.length ? '' : 'No request that is recorded named this id.'}>${of.start_requests.map((one) => requestRow(one, titles))}<//></section>`)}<//>`;
}

export function Person({ name, filter, me, calls, titles }) {
  const [run, said] = useAction();
  const show = (event) => {
    event.preventDefault();
    const form = Object.fromEntries(new FormData(event.target));
    go('person', form.id, { journey: form.journey });
  };
  const erase = () => run({
    title: 'Erase this person?', text: `Everything recorded of ${name} goes for good, in the applications of your token.`, yes: 'Erase for good', bad: true,
  }, async () => {
    const came = await act('POST', `api/people/${encodeURIComponent(name)}/erase`);
    return `Erased: ${receipt(came.counts ?? came.erased ?? came)}.`;
  });
  return html`<div class="bar-of-tools"><h1>Person</h1>${name && calls['/api/people/{}/erase'] && me.may('admin') ? html`<button class="bad-button small" onClick=${erase}>Erase</button>` : ''}${said}</div>
    <form class="filter" onSubmit=${show} key=${name + filter.journey}><${Field} label="Id of a user or a device"><input name="id" required value=${name} autocomplete="off" /><//>
      <${Field} label="Journey"><input name="journey" list="person-journeys" value=${filter.journey ?? ''} placeholder="any" /><//><datalist id="person-journeys">${[...titles].map(([id, title]) => html`<option value=${id}>${title}</option>`)}</datalist>
      <div class="buttons"><button type="submit">Show</button></div></form>
    ${name ? html`<${Answer} id=${name} journey=${filter.journey} calls=${calls} titles=${titles} />` : html`<p class="quiet">Give an id to see in which requests it was named, and what came of it.</p>`}`;
}
