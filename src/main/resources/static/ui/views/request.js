// One request: its way, its counts, and who did not enter.
import { html, useState } from '../lib.js';
import { act, saveCsv, query } from '../api.js';
import { useCall, useAction, Answered, State, Id, Time, CountsBar, Progress, Table, link, go } from '../parts.js';
import { number, duration } from '../format.js';

const NAMES = ['entered', 'duplicate', 'already_entered', 'unknown', 'rejected', 'cancelled'];
const OPEN = ['scheduled', 'accepted', 'processing', 'held', 'delivering'];

export const startAgain = { ids: '', journey: '' };

const Balance = ({ counts, over }) => {
  const sum = NAMES.reduce((all, name) => all + (counts[name] ?? 0), 0);
  return html`<p class="balance"><span>requested <strong class="num">${number(counts.requested)}</strong></span> <span aria-hidden="true">=</span> ${NAMES.filter((name) => counts[name] !== undefined).map((name, i) => html`
    <span key=${name}>${i ? html`<span aria-hidden="true">+ </span>` : ''}${name.replace('_', ' ')} <strong class="num">${number(counts[name])}</strong></span> `)}
    ${over && sum !== counts.requested ? html`<span class="failure">The counts do not balance.</span>` : ''}${!over && sum < counts.requested ? html`<span><span aria-hidden="true">+ </span>still to come <strong class="num">${number(counts.requested - sum)}</strong></span>` : ''}</p>`;
};

function Way({ uuid }) {
  const call = useCall(`api/start-requests/${uuid}/timeline`);
  return html`<${Answered} call=${call} what="its way">${({ steps }) => html`<ol class="way" aria-label="The way of this request">${steps.map((one, i) => {
    const before = steps[i - 1]?.at;
    const took = one.at && before ? (new Date(one.at) - new Date(before)) / 1000 : 0;
    return html`<li key=${one.step} class=${one.at ? 'past' : 'now'}><${State} of=${one.at && i < steps.length - 1 ? 'past' : one.step} word=${one.step.replaceAll('_', ' ')} /> ${one.at ? html`<${Time} at=${one.at} />` : one.expected_at ? html`<small>${one.step === 'waiting' ? 'slot at' : 'starts at'} <${Time} at=${one.expected_at} /></small>` : html`<small>now</small>`}
      ${one.chunks ? html` <small>${number(one.chunks_done)} of ${number(one.chunks)} parts</small>` : ''}${took >= 1 ? html` <small class="quiet">after ${duration(took)}</small>` : ''}</li>`;
  })}</ol>`}<//>`;
}

function Outcomes({ uuid, request, me, counts }) {
  const [after, setAfter] = useState('');
  const [run, said] = useAction();
  const call = useCall(`api/start-requests/${uuid}/outcomes${query({ after, limit: 50 })}`);
  const none = NAMES.slice(1, 5).every((name) => !counts[name]);
  if (none) {
    return html`<section class="panel"><h2>Who did not enter</h2>${request.state === 'failed'
      ? html`<p>What could not be processed is kept: <a href=${link('dead-letters', '', { request: uuid })}>its dead letters</a>.</p>`
      : html`<p class="quiet">Nobody so far: every id that was read has entered.</p>`}</section>`;
  }
  const again = () => {
    startAgain.ids = call.data.outcomes.filter((one) => ['rejected', 'unknown'].includes(one.outcome)).map((one) => one.id).join('\n');
    startAgain.journey = request.journey_id;
    go('start');
  };
  return html`<section class="panel" aria-label="Who did not enter"><div class="bar-of-tools"><h2>Who did not enter</h2>
      <button class="secondary outline small" onClick=${() => run(null, async () => { await saveCsv(`api/start-requests/${uuid}/outcomes?limit=1000`, `outcomes-${uuid}.csv`); return 'Saved.'; })}>Download outcomes</button>
      ${me.may('start') && call.data?.outcomes.some((one) => ['rejected', 'unknown'].includes(one.outcome)) ? html`<button class="secondary outline small" onClick=${again}>Send the refused again</button>` : ''}${said}</div>
    <${Answered} call=${call} what="outcomes">${({ outcomes, after: next }) => html`<${Table} label="Ids that did not enter" head=${['Id', 'Outcome', 'Reason']}>
      ${outcomes.map((one, i) => html`<tr key=${i}><td><a class="id" href=${link('person', one.id)}>${one.id}</a></td><td><${State} of=${one.outcome} /></td><td>${one.reason ?? ''}</td></tr>`)}<//>
      <nav class="pages">${after ? html`<button class="link" onClick=${() => setAfter('')}>First</button>` : ''} ${next ? html`<button class="link" onClick=${() => setAfter(next)}>More</button>` : ''}</nav>`}<//></section>`;
}

function Deliveries({ uuid, me, calls }) {
  const call = useCall(`api/start-requests/${uuid}/deliveries`);
  const [run, said] = useAction();
  const may = me.may('operate') && calls['/api/deliveries/{}/resolve'];
  const resolve = (one, as) => run({
    title: 'Decide about this call?', yes: as === 'delivered' ? 'It was delivered' : 'Send it again', bad: as === 'again',
    text: as === 'delivered' ? `Its ${number(one.ids)} people count as entered.` : `It goes to ${one.destination} again, with ${number(one.ids)} people. If it had arrived, they may be taken twice.`,
  }, async () => { await act('POST', `api/deliveries/${one.delivery_uuid}/resolve`, { as }); return 'Decided.'; }, call.reload);
  return html`<${Answered} call=${call} what="deliveries">${({ deliveries }) => (deliveries?.length ? html`<section class="panel"><div class="bar-of-tools"><h2>Deliveries</h2>${said}</div>
    <${Table} label="Calls to the destination" head=${['#No', 'Destination', 'State', '#Ids', '#Attempts', '#Sent', 'Remote request', 'Message', ...(may ? ['Actions'] : [])]}>${deliveries.map((one) => html`<tr key=${one.delivery_uuid}>
      <td class="num">${one.number}</td><td>${one.destination}</td><td><${State} of=${one.state} /></td><td class="num">${number(one.ids)}</td><td class="num">${number(one.attempts)}</td><td class="num"><${Time} at=${one.sent_at} /></td>
      <td>${one.remote_request_uuid ? html`<${Id} of=${one.remote_request_uuid} />` : ''}</td><td class="cause">${one.message ?? ''}</td>
      ${may ? html`<td class="actions">${['unknown', 'refused'].includes(one.state) ? html`<button class="secondary outline small" onClick=${() => resolve(one, 'delivered')}>Delivered</button> <button class="secondary outline small" onClick=${() => resolve(one, 'again')}>Send again</button>` : ''}</td>` : ''}</tr>`)}<//></section>` : null)}<//>`;
}

export function Request({ name: uuid, me, calls, titles }) {
  const call = useCall(`api/start-requests/${encodeURIComponent(uuid)}`);
  const [run, said] = useAction();
  const mayCancel = calls['/api/start-requests/{}']?.includes('delete') && me.may('start');
  const cancel = (one) => run({
    title: 'Cancel this request?', text: `${number(one.counts.entered)} have entered and stay. Nobody else will enter.`, yes: 'Cancel it', bad: true,
  }, async () => { await act('DELETE', `api/start-requests/${uuid}`); return 'Cancelled.'; }, call.reload);
  return html`<${Answered} call=${call} what="the request">${(one) => html`
    <div class="bar-of-tools"><h1><small>Request</small> <${Id} of=${one.request_uuid} whole=${true} /></h1>
      ${mayCancel && OPEN.includes(one.state) ? html`<button class="secondary outline small" onClick=${() => cancel(one)}>Cancel</button>` : ''}
      ${calls['/api/start-requests/{}/rejects'] && one.counts.rejected ? html`<button class="secondary outline small" onClick=${() => run(null, async () => { await saveCsv(`api/start-requests/${uuid}/rejects`, `rejects-${uuid}.csv`); return 'Saved.'; })}>Download rejects</button>` : ''}${said}</div>
    <section class="panel"><p class="facts"><${State} of=${one.expected_at ? 'waiting' : one.state} /> <a href=${link('journeys', one.journey_id)}>${titles.get(one.journey_id) || one.journey_id}</a>
      <span>${one.door}</span>${one.file ? html`<span class="file">${one.file}</span>` : ''}<span>${one.selector}</span>${one.trace_id ? html`<span>trace <span class="id">${one.trace_id}</span></span>` : ''} <${Progress} of=${one.progress} /></p>
      ${one.reason ? html`<p class="failure">${one.reason}</p>` : ''}
      ${one.state === 'scheduled' && one.start_at ? html`<p>It starts at <strong><${Time} at=${one.start_at} /></strong>.</p>` : ''}
      ${one.expected_at ? html`<p>It waits for its slot, expected at <strong><${Time} at=${one.expected_at} /></strong>.</p>` : ''}
      <${Balance} counts=${one.counts} over=${!OPEN.includes(one.state) && one.state !== 'failed'} /><${CountsBar} counts=${one.counts} wide=${true} />
      ${calls['/api/start-requests/{}/timeline'] ? html`<${Way} uuid=${uuid} />` : ''}</section>
    ${calls['/api/start-requests/{}/deliveries'] ? html`<${Deliveries} uuid=${uuid} me=${me} calls=${calls} />` : ''}
    <${Outcomes} uuid=${uuid} request=${one} me=${me} counts=${one.counts} />`}<//>`;
}
